import { mergeRows, uniqueRows } from './merge-rows';
import { requestRow } from './request.factory';

const row = (request_id: string, second: number, cost = 0) =>
  requestRow({ request_id, request_created_at: `2026-11-23T12:00:0${second}.000Z`, cost });

describe('mergeRows', () => {
  it('orders newest first, wherever a late row comes from', () => {
    const merged = mergeRows([row('late', 2)], [row('c', 3), row('a', 1)]);
    expect(merged.map(({ request_id }) => request_id)).toEqual(['c', 'late', 'a']);
  });

  it('keeps the fresher of two versions of a request', () => {
    expect(mergeRows([row('a', 1, 5)], [row('a', 1, 0)]).map(({ cost }) => cost)).toEqual([5]);
  });
});

describe('uniqueRows', () => {
  it('drops the overlap of two pages and keeps their order', () => {
    const rows = [row('b', 1), row('a', 9), row('b', 1)];
    expect(uniqueRows(rows).map(({ request_id }) => request_id)).toEqual(['b', 'a']);
  });
});
