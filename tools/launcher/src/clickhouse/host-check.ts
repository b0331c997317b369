import { readFileSync } from 'node:fs';
import { CodedError } from '@heliostat/platform';

/** What the embedded engine asks of the machine. */
export type Host = { platform: string; arch: string; cpuFlags: string; glibc: string | undefined };

/** Throws `launcher/clickhouse-host`, in one message, when the embedded ClickHouse cannot run on this machine. */
export function assertHostRunsClickHouse(host: Host = thisHost()): void {
  const faults: string[] = [];
  const linux = host.platform === 'linux';
  if (!linux && host.platform !== 'darwin') faults.push(`it is not published for ${host.platform}`);
  if (linux && !host.glibc) faults.push('it needs glibc, and this system has another C library (Alpine?)');
  if (linux && host.arch === 'x64' && host.cpuFlags && !/\bavx2\b/.test(host.cpuFlags))
    faults.push('it needs a processor with AVX2');
  if (faults.length > 0)
    throw new CodedError(
      'launcher/clickhouse-host',
      `The embedded ClickHouse does not run here: ${faults.join('; ')}. ` +
        'Set CLICKHOUSE_URL (and CLICKHOUSE_USER, CLICKHOUSE_PASSWORD) to a ClickHouse server.',
    );
}

function thisHost(): Host {
  const report = process.report?.getReport() as { header?: { glibcVersionRuntime?: string } } | undefined;
  return {
    platform: process.platform,
    arch: process.arch,
    cpuFlags: /^flags\s*:(.*)$/m.exec(readQuietly('/proc/cpuinfo'))?.[1] ?? '',
    glibc: report?.header?.glibcVersionRuntime,
  };
}

function readQuietly(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
