import { backupId, backupIdTime } from './backup-id.js';

describe(backupId.name, () => {
  it('is the second in UTC, and tells it again', () => {
    const id = backupId(new Date('2026-01-31T02:30:05.999+01:00'));
    expect(id).toBe('20260131T013005Z');
    expect(backupIdTime(id)).toEqual(new Date('2026-01-31T01:30:05Z'));
  });
});

describe(backupIdTime.name, () => {
  it.each(['objects', '20260131', '20261331T000000Z', '20260131T013005Z/..'])('takes %s for no id', (id) => {
    expect(backupIdTime(id)).toBeUndefined();
  });
});
