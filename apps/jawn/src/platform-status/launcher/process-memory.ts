import { readdir, readFile } from 'node:fs/promises';

/** Processes below one that are looked at; more than any of ours has. */
const maxProcesses = 300;

/**
 * The memory of a process and all below it, in bytes: what is each one's own, and what they share once. Null where
 * there is no /proc, or no such process.
 */
export async function memoryOf(pid: number, proc = '/proc'): Promise<number | null> {
  const own = await memoryOfOne(pid, proc);
  if (!own) return null;
  let anonymous = 0;
  let shared = 0;
  let seen = 0;
  const queue = [pid];
  for (let next = queue.shift(); next !== undefined && seen < maxProcesses; next = queue.shift()) {
    seen++;
    const memory = await memoryOfOne(next, proc);
    if (!memory) continue;
    anonymous += memory.anonymous;
    shared = Math.max(shared, memory.shared);
    queue.push(...(await childrenOf(next, proc)));
  }
  return anonymous + shared;
}

async function memoryOfOne(
  pid: number,
  proc: string,
): Promise<{ anonymous: number; shared: number } | undefined> {
  const status = await readFile(`${proc}/${pid}/status`, 'utf8').catch(() => '');
  const field = (name: string) => {
    const match = new RegExp(`^${name}:\\s+(\\d+) kB$`, 'm').exec(status);
    return match ? Number(match[1]) * 1024 : undefined;
  };
  const anonymous = field('RssAnon');
  if (anonymous === undefined) return undefined;
  return { anonymous, shared: (field('RssFile') ?? 0) + (field('RssShmem') ?? 0) };
}

async function childrenOf(pid: number, proc: string): Promise<number[]> {
  const threads = await readdir(`${proc}/${pid}/task`).catch(() => []);
  const lists = await Promise.all(
    threads.map((thread) => readFile(`${proc}/${pid}/task/${thread}/children`, 'utf8').catch(() => '')),
  );
  return lists.flatMap((list) => list.split(' ').filter(Boolean).map(Number));
}
