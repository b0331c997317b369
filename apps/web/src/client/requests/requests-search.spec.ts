import { nextSort, newestFirst, sortOf, toApiSort } from './request-sort';
import { linkedRequest, parseRequestsSearch } from './requests-search';

describe('parseRequestsSearch', () => {
  it('is empty for the usual view', () => {
    expect(parseRequestsSearch({ sort: 'created_at:desc', q: '' })).toEqual({});
  });

  it('keeps window, filter, words and order', () => {
    const search = { window: '1h', filter: [[['model', 'equals', 'gpt-4o']]], q: 'Kyoto', sort: 'cost:asc' };
    expect(parseRequestsSearch(search)).toEqual(search);
  });

  it('reads words that look like a number or a flag as words', () => {
    expect(parseRequestsSearch({ q: 404 })).toEqual({ q: '404' });
    expect(parseRequestsSearch({ q: true })).toEqual({ q: 'true' });
  });

  it.each(['cost', 'cost:up', 'password:desc', 3])('drops the order %j', (sort) => {
    expect(parseRequestsSearch({ sort })).toEqual({});
  });
});

describe('linkedRequest', () => {
  it.each(['01a2176d-27f8-7895-b6d0-000000000000', 'my call', '7'])('finds the id %j alone', (id) => {
    expect(linkedRequest({ [id]: '' })).toBe(id);
  });

  it.each([{}, { q: '' }, { sort: '' }, { window: '1h' }, { id: 'x' }, { a: '', b: '' }])(
    'finds none in %j',
    (search) => expect(linkedRequest(search)).toBeUndefined(),
  );
});

describe('the order', () => {
  it('is newest first unless the address says otherwise', () => {
    expect(sortOf({})).toEqual(newestFirst);
    expect(sortOf({ sort: 'latency:asc' })).toEqual({ column: 'latency', direction: 'asc' });
  });

  it('goes largest, smallest, newest on clicks', () => {
    const first = nextSort(newestFirst, 'cost');
    const second = nextSort(first, 'cost');
    expect([first, second, nextSort(second, 'cost')]).toEqual([
      { column: 'cost', direction: 'desc' },
      { column: 'cost', direction: 'asc' },
      newestFirst,
    ]);
  });

  it('is the API’s own shape', () => {
    expect(toApiSort({ column: 'total_tokens', direction: 'desc' })).toEqual({ total_tokens: 'desc' });
  });
});
