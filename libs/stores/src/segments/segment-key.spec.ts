import { parseSegmentKey, segmentHourPrefixes, segmentKey } from './segment-key.js';

const org = '3f2b8f0e-7c39-4b7e-9d2a-0a4b7f0c1d2e';
const time = Date.parse('2026-01-31T23:59:59.999Z');

describe(segmentKey.name, () => {
  it('sorts by UTC day and hour', () => {
    expect(segmentKey(org, time, 'p1-000042')).toBe(`segments/2026-01-31/23/${org}/p1-000042.seg`);
  });

  it.each([
    ['an organisation that is no UUID', '../x', time, 'a'],
    ['a file id that leaves its folder', org, time, '../a'],
    ['a time that is none', org, Number.NaN, 'a'],
  ])('refuses %s', (_what, organization, at, file) => {
    expect(() => segmentKey(organization, at, file)).toThrow(
      expect.objectContaining({ code: 'segment/bad-key' }),
    );
  });
});

describe(parseSegmentKey.name, () => {
  it('gives back what the key was made from', () => {
    expect(parseSegmentKey(segmentKey(org, time, 'p1-000042'))).toEqual({
      org,
      hourStart: Date.parse('2026-01-31T23:00:00Z'),
      fileId: 'p1-000042',
    });
  });

  it.each(['segments/x', `segments/2026-13-40/99/${org}/a.seg`, `other/2026-01-31/23/${org}/a.seg`])(
    'does not take %s for a key',
    (key) => {
      expect(parseSegmentKey(key)).toBeUndefined();
    },
  );
});

describe(segmentHourPrefixes.name, () => {
  it('covers every hour that the window touches and no other', () => {
    const sut = segmentHourPrefixes(Date.parse('2026-01-31T22:30:00Z'), Date.parse('2026-02-01T00:00:00Z'));
    expect(sut).toEqual(['segments/2026-01-31/22/', 'segments/2026-01-31/23/']);
  });
});
