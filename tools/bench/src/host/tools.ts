import { CodedError } from '@heliostat/platform';
import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';

/** Outside programs and how to get them. */
const howTo = {
  taskset: 'Debian: apt-get install util-linux',
  wrk: 'Debian: apt-get install wrk',
  nginx: 'Debian: apt-get install nginx-light',
  'redis-server': 'Debian: apt-get install redis-server',
  k6: 'go install go.k6.io/k6@latest',
  python3: 'Debian: apt-get install python3-venv',
  npm: 'it comes with Node',
} as const;
export type Tool = keyof typeof howTo;

/** The path of a program on PATH, in sbin or in Go's bin folder; null when it is not there. */
export function findTool(tool: Tool, path = process.env.PATH ?? ''): string | null {
  const folders = [...path.split(delimiter), '/usr/sbin', '/usr/local/sbin', join(homedir(), 'go', 'bin')];
  return folders.map((folder) => join(folder, tool)).find((file) => existsSync(file)) ?? null;
}

/** As `findTool`. Throws `bench/missing-tool` that says how to install it. */
export function needTool(tool: Tool): string {
  const found = findTool(tool);
  if (found) return found;
  throw new CodedError('bench/missing-tool', `${tool} is missing (${howTo[tool]})`, 424);
}
