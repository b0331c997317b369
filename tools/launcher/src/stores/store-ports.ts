import { createHash } from 'node:crypto';

/** Ports below the range that the system hands out for outgoing connections (32768 and up on Linux). */
const bases = { postgres: 14_000, clickhouse: 20_000 };
const spread = 5_000;

/**
 * The ports that an installation's embedded stores take when they are free: always the same for one data directory,
 * and rarely those of another, so that two that start at the same moment do not both find one port free and take it.
 */
export function storePorts(dataDir: string): { postgres: number; clickhouse: number } {
  const offset = createHash('sha256').update(dataDir).digest().readUInt32BE(0) % spread;
  return { postgres: bases.postgres + offset, clickhouse: bases.clickhouse + offset };
}
