import { createServer } from 'node:net';
import { CodedError } from '@heliostat/platform';

/** A listener that the settings ask for. Port 0 is any free one. */
export type WantedPort = { setting: string; port: number };

/** Throws one `launcher/port-taken` that names every taken port and the setting that moves it. */
export async function assertPortsFree(host: string, wanted: WantedPort[]): Promise<void> {
  const faults: string[] = [];
  const seen = new Map<number, string>();
  for (const { setting, port } of wanted) {
    if (port === 0) continue;
    const other = seen.get(port);
    if (other) faults.push(`${setting} and ${other} are both ${port}: give them different ports`);
    seen.set(port, setting);
    const fault = await tryPort(host, port);
    if (fault === 'EADDRINUSE')
      faults.push(`port ${port} (${setting}) is already in use: end what uses it, or set ${setting}`);
    else if (fault) faults.push(`port ${port} (${setting}) cannot be opened on ${host}: ${fault}`);
  }
  if (faults.length > 0)
    throw new CodedError(
      'launcher/port-taken',
      `Heliostat cannot listen:\n${faults.map((f) => `  ${f}`).join('\n')}`,
    );
}

/** How far from the preferred port another one is looked for. */
const nearby = 100;

/**
 * `preferred` on loopback when it is free and not in `taken`, else the next one that is. A neighbour rather than one of
 * the system's choice: those are of the range of outgoing connections, which may take it before it is listened on.
 */
export async function loopbackPort(preferred: number, taken: number[] = []): Promise<number> {
  for (let port = preferred; port < Math.min(preferred + nearby, 65_536); port++)
    if (!taken.includes(port) && !(await tryPort('127.0.0.1', port))) return port;
  throw new CodedError(
    'launcher/port-taken',
    `Heliostat cannot listen: ports ${preferred} to ${preferred + nearby - 1} of 127.0.0.1 are all in use`,
  );
}

/** The error code that listening gives, or undefined. */
function tryPort(host: string, port: number): Promise<string | undefined> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
    probe.listen({ host, port, exclusive: true }, () => probe.close(() => resolve(undefined)));
  });
}
