import { clickhouseMethods } from '@heliostat/backup';
import { CodedError, loadConfig, type Config } from '@heliostat/platform';
import { z } from 'zod';

const settingsSchema = z.object({
  CLICKHOUSE_BACKUP: z
    .enum(clickhouseMethods, { error: `expected ${clickhouseMethods.join(', ')}` })
    .default('auto'),
  BACKUP_KEEP: z.coerce
    .number({ error: 'expected a number of backups' })
    .int('expected a number of backups')
    .min(1, 'expected 1 or more')
    .optional(),
  PG_DUMP: z.string().default('pg_dump'),
  PG_RESTORE: z.string().default('pg_restore'),
});

export type BackupSettings = {
  config: Config;
  clickhouseMethod: (typeof clickhouseMethods)[number];
  keep?: number;
  pgDump: string;
  pgRestore: string;
};

/** The settings of backups that no app has; `keep` of the command line comes before `BACKUP_KEEP`. */
export function readBackupSettings(env: NodeJS.ProcessEnv, keep?: string): BackupSettings {
  const given = Object.fromEntries(
    Object.entries({ ...env, ...(keep === undefined ? {} : { BACKUP_KEEP: keep }) }).filter(
      ([, value]) => value !== undefined && value !== '',
    ),
  );
  const parsed = settingsSchema.safeParse(given);
  if (!parsed.success)
    throw new CodedError(
      'config/invalid',
      [
        'Wrong settings:',
        ...parsed.error.issues.map(({ path, message }) => {
          const name = path.join('.');
          return `  ${name === 'BACKUP_KEEP' && keep !== undefined ? '--keep' : name}: ${message}`;
        }),
      ].join('\n'),
      400,
    );
  const { CLICKHOUSE_BACKUP, BACKUP_KEEP, PG_DUMP, PG_RESTORE } = parsed.data;
  return {
    config: loadConfig(env),
    clickhouseMethod: CLICKHOUSE_BACKUP,
    keep: BACKUP_KEEP,
    pgDump: PG_DUMP,
    pgRestore: PG_RESTORE,
  };
}
