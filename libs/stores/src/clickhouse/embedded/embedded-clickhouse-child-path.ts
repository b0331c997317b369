import { fileURLToPath } from 'node:url';

/** The script of the engine's process, for `spawn(process.execPath, [path, …])`: built, or as it is in the sources. */
export const embeddedClickHouseChildPath = (): string =>
  fileURLToPath(
    new URL(`./embedded-clickhouse-child.${import.meta.url.endsWith('.ts') ? 'ts' : 'js'}`, import.meta.url),
  );
