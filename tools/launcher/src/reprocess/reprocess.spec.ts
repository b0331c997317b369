import type { SegmentReference } from '@heliostat/contracts';
import { parseWindow } from './reprocess-window.js';
import { queueWindow } from './reprocess.js';

const org = '3f2b8f0e-7c39-4b7e-9d2a-0a4b7f0c1d2e';
const other = '11111111-1111-4111-8111-111111111111';
const now = Date.parse('2026-02-01T10:00:00Z');

describe(parseWindow.name, () => {
  it.each([
    ['2026-01-31', undefined, '2026-01-31T00:00:00Z', '2026-02-01T10:00:00Z'],
    ['2026-01-30', '2026-01-31', '2026-01-30T00:00:00Z', '2026-02-01T00:00:00Z'],
    ['2026-01-31T10:00', '2026-01-31T12:30', '2026-01-31T10:00:00Z', '2026-01-31T12:30:00Z'],
    ['2026-01-31T10:00+02:00', '2026-01-31T12:00Z', '2026-01-31T08:00:00Z', '2026-01-31T12:00:00Z'],
  ])('reads %s to %s', (from, to, begin, end) => {
    expect(parseWindow(from, to, now)).toEqual({ from: Date.parse(begin), to: Date.parse(end) });
  });

  it.each([
    ['yesterday', undefined],
    ['2026-13-01', undefined],
    ['2026-01-31', '2026-01-30'],
    ['2027-01-01', undefined],
  ])('refuses %s to %s in words', (from, to) => {
    expect(() => parseWindow(from, to, now)).toThrow(
      expect.objectContaining({ code: 'reprocess/bad-window' }),
    );
  });
});

describe(queueWindow.name, () => {
  const window = { from: Date.parse('2026-01-31T10:00:00Z'), to: Date.parse('2026-01-31T12:00:00Z') };
  const key = (hour: string, organization: string, file: string) =>
    `segments/2026-01-31/${hour}/${organization}/${file}.seg`;
  const stores = (keys: string[], generation = 0) => {
    const added: SegmentReference[] = [];
    return {
      added,
      objects: {
        async *list(prefix: string) {
          for (const found of keys)
            if (found.startsWith(prefix)) yield { key: found, bytes: 10, modifiedAt: new Date() };
        },
      },
      queue: { add: async (references: SegmentReference[]) => void added.push(...references) },
      clickhouse: { query: async <T>() => [{ generation }] as T[] },
    };
  };

  it('queues the segments of the window one generation higher than any that was ingested', async () => {
    const sut = stores([key('11', org, 'a')], 2);
    const queued = await queueWindow(sut, window, undefined);
    expect(sut.added).toEqual([{ v: 1, key: key('11', org, 'a'), org, bytes: 10, generation: 3 }]);
    expect(queued).toMatchObject({ segments: 1, generation: 3 });
  });

  it('takes the hour before along, whose last segment reaches into the window, and no other', async () => {
    const keys = ['08', '09', '10', '11', '12'].map((hour) => key(hour, org, 'a'));
    const sut = stores(keys);
    await queueWindow(sut, window, undefined);
    expect(sut.added.map((reference) => reference.key)).toEqual(keys.slice(1, 4));
  });

  it('can be of one organisation', async () => {
    const sut = stores([key('10', org, 'a'), key('10', other, 'b')]);
    await queueWindow(sut, window, other);
    expect(sut.added.map((reference) => reference.org)).toEqual([other]);
  });

  it('queues many segments in bulks', async () => {
    const sut = stores(Array.from({ length: 1_201 }, (_, i) => key('10', org, `f${i}`)));
    const steps: number[] = [];
    await queueWindow(sut, window, org, (segments) => steps.push(segments));
    expect(steps).toEqual([500, 1_000, 1_201]);
    expect(sut.added).toHaveLength(1_201);
  });
});
