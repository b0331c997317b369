import { readBackupSettings } from './backup-settings.js';

describe(readBackupSettings.name, () => {
  it('keeps everything and picks the method by itself unless told', () => {
    expect(readBackupSettings({})).toMatchObject({
      clickhouseMethod: 'auto',
      keep: undefined,
      pgDump: 'pg_dump',
    });
  });

  it('takes the number on the command line before the setting', () => {
    expect(readBackupSettings({ BACKUP_KEEP: '14' }).keep).toBe(14);
    expect(readBackupSettings({ BACKUP_KEEP: '14' }, '3').keep).toBe(3);
  });

  it('names the wrong setting as it was written', () => {
    expect(() => readBackupSettings({ CLICKHOUSE_BACKUP: 'fast' })).toThrow(
      'CLICKHOUSE_BACKUP: expected auto, native',
    );
    expect(() => readBackupSettings({}, '0')).toThrow('--keep: expected 1 or more');
  });
});
