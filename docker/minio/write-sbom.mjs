// Writes the SBOM of the minio image: node write-sbom.mjs <modules.txt> <dpkg status> <file to write>
import { readFileSync, writeFileSync } from 'node:fs';
import { goBill } from '../sbom.mjs';

const [modules, debian, target] = process.argv.slice(2);
const bill = goBill({ modules: readFileSync(modules, 'utf8'), debian: readFileSync(debian, 'utf8') });
writeFileSync(target, `${JSON.stringify(bill, null, 2)}\n`);
