import { parseWindowSearch, searchOfWindow, windowBounds, windowOf } from './time-window';

const from = '2026-11-01T00:00:00.000Z';
const to = '2026-11-02T00:00:00.000Z';

describe('the time window in the address', () => {
  it('falls back to the last 24 hours', () => {
    expect(windowOf(parseWindowSearch({}))).toEqual({ preset: '24h' });
  });

  it('keeps a preset', () => {
    expect(windowOf(parseWindowSearch({ window: '7d' }))).toEqual({ preset: '7d' });
  });

  it('prefers fixed bounds', () => {
    expect(windowOf(parseWindowSearch({ window: '7d', from, to }))).toEqual({ from, to });
  });

  it.each([
    { window: '9y' },
    { window: 'toString' },
    { from, to: 'tomorrow' },
    { from: to, to: from },
    { from },
  ])('drops %j, which makes no sense', (search) => {
    expect(parseWindowSearch(search)).toEqual({});
  });

  it('replaces the other form when written back', () => {
    expect(searchOfWindow({ preset: '1h' })).toEqual({ window: '1h', from: undefined, to: undefined });
    expect(searchOfWindow({ from, to })).toEqual({ window: undefined, from, to });
  });
});

describe('windowBounds', () => {
  it('ends a preset now', () => {
    const now = Date.parse('2026-11-23T12:00:00Z');
    expect(windowBounds({ preset: '1h' }, now)).toEqual({
      start: '2026-11-23T11:00:00.000Z',
      end: '2026-11-23T12:00:00.000Z',
    });
  });

  it('takes fixed bounds as they are', () => {
    expect(windowBounds({ from, to })).toEqual({ start: from, end: to });
  });
});
