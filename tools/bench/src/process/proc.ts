import { readdirSync, readFileSync } from 'node:fs';

/** Resident memory of a process in bytes; 0 when it is gone. */
export function residentBytes(pid: number): number {
  const match = /^VmRSS:\s+(\d+) kB/m.exec(read(pid, 'status'));
  return Number(match?.[1] ?? 0) * 1024;
}

/** Time that all threads of a process have had a core, in nanoseconds; undefined where the system does not tell. */
export function cpuNanos(pid: number): number | undefined {
  let sum = 0;
  for (const thread of threads(pid)) sum += Number(read(pid, `task/${thread}/schedstat`).split(' ')[0]);
  return sum > 0 ? sum : undefined;
}

/** The environment that a process of ours was started with. */
export function environmentOf(pid: number): Record<string, string> {
  const entries = read(pid, 'environ')
    .split('\0')
    .filter((line) => line.includes('='))
    .map((line): [string, string] => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]);
  return Object.fromEntries(entries);
}

/** All descendants of a process with their command lines. */
export function descendants(pid: number): { pid: number; command: string }[] {
  const parents = new Map<number, number[]>();
  for (const name of readdirSync('/proc')) {
    const child = Number(name);
    if (!Number.isInteger(child)) continue;
    // The command name, in parentheses, may hold anything; the parent is the second field behind it.
    const parent = Number(read(child, 'stat').split(') ').pop()?.split(' ')[1]);
    parents.set(parent, [...(parents.get(parent) ?? []), child]);
  }
  const found: { pid: number; command: string }[] = [];
  const visit = (at: number) => {
    for (const child of parents.get(at) ?? []) {
      found.push({ pid: child, command: read(child, 'cmdline').replaceAll('\0', ' ').trim() });
      visit(child);
    }
  };
  visit(pid);
  return found;
}

function threads(pid: number): string[] {
  try {
    return readdirSync(`/proc/${pid}/task`);
  } catch {
    return [];
  }
}

function read(pid: number, file: string): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8');
  } catch {
    return '';
  }
}
