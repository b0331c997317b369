#!/usr/bin/env node
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const oldest = 20;
const bundle = new URL('../dist/compose.mjs', import.meta.url);

if (Number(process.versions.node.split('.')[0]) < oldest) {
  console.error(`helm compose needs Node ${oldest} or newer; this is ${process.version}.`);
  process.exit(1);
}
if (!existsSync(bundle)) {
  const root = fileURLToPath(new URL('../../../', import.meta.url));
  console.error(
    `helm compose is not built yet. Run this once:\n  cd ${root} && npm install && npm run build`,
  );
  process.exit(1);
}
await import(bundle.href);
