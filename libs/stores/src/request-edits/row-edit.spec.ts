import { requestRowFactory } from '../testing/request-row.factory.js';
import { applyEdit, assertEditFits, type StoredRow } from './row-edit.js';

const rowFactory = (overrides: Partial<StoredRow> = {}): StoredRow => ({
  ...requestRowFactory(),
  cost: 1,
  cost_saved: 0,
  ...overrides,
});
const now = Date.UTC(2026, 5, 1);
const entries = (count: number) =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [`name${index}`, 1]));

describe(applyEdit.name, () => {
  it('adds to what is there and replaces what has the same name', () => {
    const row = rowFactory({ properties: { a: 'old', b: 'kept' } });
    const edited = applyEdit(row, { kind: 'properties', payload: { a: 'new', c: 'more' } }, now);
    expect(edited.properties).toEqual({ a: 'new', b: 'kept', c: 'more' });
  });

  it('changes nothing more when it is applied twice', () => {
    const edit = { kind: 'feedback', payload: { rating: true, at: now } } as const;
    const once = applyEdit(rowFactory(), edit, now);
    const twice = applyEdit(once, edit, now);
    expect({ ...twice, updated_at: '' }).toEqual({ ...once, updated_at: '' });
    expect(once.scores).toEqual({ 'helicone-score-feedback': 1 });
  });

  it('gives every edit a higher version, also within one millisecond and when the clock is behind', () => {
    const row = rowFactory({ updated_at: '2030-01-01 00:00:00.000' });
    const edited = applyEdit(row, { kind: 'scores', payload: { a: 1 } }, now);
    expect(edited.updated_at).toBe('2030-01-01 00:00:00.001');
    expect(applyEdit(edited, { kind: 'scores', payload: { b: 1 } }, now).updated_at).toBe(
      '2030-01-01 00:00:00.002',
    );
  });

  it('refuses more scores than a row may carry', () => {
    const row = rowFactory({ scores: entries(200) });
    expect(() => applyEdit(row, { kind: 'scores', payload: { another: 1 } }, now)).toThrow(/at most 200/);
  });
});

describe(assertEditFits.name, () => {
  it('tells an edit that no row could take', () => {
    expect(() => assertEditFits({ kind: 'scores', payload: entries(200) })).not.toThrow();
    expect(() => assertEditFits({ kind: 'scores', payload: entries(201) })).toThrow(/at most 200 scores/);
  });
});
