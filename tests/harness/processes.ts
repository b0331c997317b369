import { readdir, readFile } from 'node:fs/promises';

/** Processes whose environment or command line names a data directory (Linux: /proc). */
export async function processesOf(dataDir: string): Promise<{ pid: number; command: string }[]> {
  const found: { pid: number; command: string }[] = [];
  for (const name of await readdir('/proc')) {
    const pid = Number(name);
    if (!Number.isInteger(pid) || pid === process.pid) continue;
    const [command, environment] = await Promise.all([text(pid, 'cmdline'), text(pid, 'environ')]);
    if (command && (command.includes(dataDir) || environment.includes(`HELIOSTAT_DATA_DIR=${dataDir}`)))
      found.push({ pid, command: command.replaceAll('\0', ' ').trim() });
  }
  return found;
}

/** Empty when the process is gone or not ours to read. */
const text = (pid: number, file: string) => readFile(`/proc/${pid}/${file}`, 'utf8').catch(() => '');
