import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const made: string[] = [];
afterAll(() => made.forEach((path) => rmSync(path, { recursive: true, force: true })));

/** A folder that is removed after the tests of the file that imports this. */
export function temporaryDirectory(): string {
  const path = mkdtempSync(join(tmpdir(), 'heliostat-proxy-'));
  made.push(path);
  return path;
}
