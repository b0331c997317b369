import { editVersion, rowUpdatedAt, rowVersion } from './row-version.js';

describe(rowVersion.name, () => {
  const now = Date.UTC(2026, 5, 1);

  it('puts the generation before the time', () => {
    expect(rowVersion(1, now) > rowVersion(0, now + 365 * 86_400_000)).toBe(true);
    expect(rowVersion(0, now + 1) > rowVersion(0, now)).toBe(true);
  });

  it('is the time itself in the first generation', () => {
    expect(rowVersion(0, now)).toBe('2026-06-01 00:00:00.000');
  });

  it('stays inside DateTime64 and refuses generations that would not', () => {
    expect(rowVersion(100, now) < '2299-12-31').toBe(true);
    expect(() => rowVersion(101, now)).toThrow(/from 0 to 100/);
  });

  it('gives an edit a version above what it edits', () => {
    expect(editVersion(rowVersion(0, now), now + 5)).toBe(rowVersion(0, now + 5));
    expect(editVersion(rowVersion(2, now), now + 5)).toBe(rowVersion(2, now + 1));
  });

  it('can be shown as the time of writing', () => {
    expect(rowUpdatedAt(rowVersion(3, now), now + 60_000)).toBe(now);
    expect(rowUpdatedAt(rowVersion(0, now), now)).toBe(now);
  });
});
