import { type PlatformBackup } from '@heliostat/contracts';
import { Registry } from 'prom-client';
import { addBackupMetrics } from './backup.metrics.js';

const backupFactory = (overrides: Partial<PlatformBackup>): PlatformBackup => ({
  id: '20260131T023000Z',
  startedAt: '2026-01-31T02:30:00.000Z',
  finishedAt: '2026-01-31T02:31:00.000Z',
  seconds: 60,
  version: '0.1.0',
  stores: ['postgres', 'clickhouse', 'objects'],
  bytes: 1_000,
  ...overrides,
});
const shown = async (list: () => Promise<PlatformBackup[]>) => {
  const sut = new Registry();
  addBackupMetrics(sut, list);
  return sut.metrics();
};
const value = (text: string, name: string) => new RegExp(`^${name} (.*)$`, 'm').exec(text)?.[1];

describe(addBackupMetrics.name, () => {
  it('shows the newest backup of all stores, not a newer one of fewer', async () => {
    const partial = backupFactory({ stores: ['postgres'], bytes: 5, finishedAt: '2026-01-31T09:00:00.000Z' });
    const text = await shown(async () => [partial, backupFactory({})]);
    expect(value(text, 'heliostat_backup_last_success_timestamp_seconds')).toBe('1769826660');
    expect(value(text, 'heliostat_backup_last_bytes')).toBe('1000');
    expect(value(text, 'heliostat_backup_last_duration_seconds')).toBe('60');
  });

  it.each([
    ['there is none', async () => []],
    ['the bucket cannot be read', () => Promise.reject(new Error('away'))],
  ])('shows nothing while %s', async (_when, list) => {
    const text = await shown(list);
    expect(value(text, 'heliostat_backup_last_success_timestamp_seconds')).toBeUndefined();
  });
});
