import type { FilterNode } from '@heliostat/contracts';
import { CodedError } from '@heliostat/platform';
import fc from 'fast-check';
import { filterTables } from './columns/filter-tables.js';
import { FilterError } from './filter-error.js';
import { toClickHouse, type FilterOptions } from './to-click-house.js';

const organizationId = '11111111-1111-4111-8111-111111111111';
const sut = (filter: unknown, options: Partial<FilterOptions> = {}) =>
  toClickHouse(filter as FilterNode, { organizationId, surface: 'request-query', ...options });
const rmt = (columns: object) => ({ request_response_rmt: columns });
const faultOf = (filter: unknown): string => {
  try {
    sut(filter);
  } catch (error) {
    if (error instanceof FilterError && error.status === 400) return error.message;
    throw error;
  }
  return 'no fault';
};

describe(toClickHouse.name, () => {
  it('binds the organisation, also when everything matches (RQ-07)', () => {
    for (const filter of ['all', {}])
      expect(sut(filter)).toEqual({
        where: 'organization_id = {filter_0:UUID}',
        params: { filter_0: organizationId },
      });
  });

  it('binds integers beyond Int32 as Int64 and fractions as Float64', () => {
    expect(sut(rmt({ latency: { gte: 3_000_000_000 } }))).toEqual({
      where: expect.stringContaining('latency >= {filter_1:Int64}'),
      params: { filter_0: organizationId, filter_1: 3_000_000_000 },
    });
    expect(sut(rmt({ latency: { lt: 0.5 } })).where).toContain('latency < {filter_1:Float64}');
  });

  it('takes costs in USD', () => {
    expect(sut(rmt({ cost: { gte: 0.000123 } })).params).toMatchObject({ filter_1: 123_000 });
  });

  it('honours every column and every operator of a leaf', () => {
    const { where } = sut(rmt({ latency: { gte: 1, lt: 9 }, model: { equals: 'm' } }));
    expect(where).toContain('latency >= {filter_1:Int64}');
    expect(where).toContain('latency < {filter_2:Int64}');
    expect(where).toContain('model = {filter_3:String}');
    expect(where).not.toContain(' OR ');
  });

  it('reads times with and without a zone at the millisecond', () => {
    const bound = (time: string) => sut(rmt({ request_created_at: { gte: time } })).params['filter_1'];
    expect(bound('2024-01-01')).toBe('2024-01-01 00:00:00.000');
    expect(bound('2024-01-01T02:00:00.1234+02:00')).toBe('2024-01-01 00:00:00.123');
    expect(bound('2024-01-01 00:00:00Z')).toBe('2024-01-01 00:00:00.000');
  });

  it('keeps wildcards of `contains` literal and those of `like` alive', () => {
    expect(sut(rmt({ model: { contains: '50%_\\' } })).params['filter_1']).toBe('%50\\%\\_\\\\%');
    expect(sut(rmt({ model: { like: 'gpt%' } })).params['filter_1']).toBe('gpt%');
  });

  it('puts conditions on aggregates into one HAVING of the same organisation and window', () => {
    const { where } = sut(
      { sessions_request_response_rmt: { session_total_cost: { gt: 1 }, session_total_requests: { gt: 2 } } },
      { window: { start: 1000 } },
    );
    const subquery = /IN \(SELECT (.*)\)/.exec(where)![1]!;
    expect(subquery).toContain('organization_id = {filter_0:UUID} AND request_created_at >= ');
    expect(subquery.match(/HAVING/g)).toHaveLength(1);
    expect(subquery).toMatch(/sum\(cost\) > .* AND .*count\(\) > /);
  });

  it('matches nothing for properties without their wrapper on query-clickhouse (RQ-04)', () => {
    const filter = { properties: { 'ticket-id': { equals: 'x' } } };
    expect(sut(filter, { surface: 'clickhouse' }).where).toMatch(/AND \(\(false\)\)$/);
    expect(sut(filter).where).toContain('properties[{filter_1:String}]');
  });

  it('matches a non-UUID id by the UUID that it maps to', () => {
    const { where, params } = sut({ request: { id: { equals: 'my-request' } } });
    expect(where).toContain('request_id = {filter_1:UUID}');
    expect(params['filter_1']).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-5/);
  });

  it.each([
    [
      { left: { request: { modl: { equals: 'x' } } }, operator: 'and', right: 'all' },
      'filter.left.request.modl: unknown column; did you mean model?',
    ],
    [{ reqest: { model: { equals: 'x' } } }, 'filter.reqest: unknown table; did you mean request?'],
    [
      { prompt_v2: { id: { equals: 'x' } } },
      'filter.prompt_v2: this table holds no requests, so that it cannot filter them',
    ],
    [
      rmt({ model: { equal: 'x' } }),
      'filter.request_response_rmt.model.equal: unknown operator for text; did you mean equals?',
    ],
    [rmt({ model: { equals: 5 } }), 'filter.request_response_rmt.model.equals: expected a string'],
    [rmt({ latency: { gte: '5' } }), 'filter.request_response_rmt.latency.gte: expected a number'],
    [rmt({ threat: { equals: 'yes' } }), 'filter.request_response_rmt.threat.equals: expected true or false'],
    [
      rmt({ request_created_at: { gte: 'yesterday' } }),
      'filter.request_response_rmt.request_created_at.gte: expected an ISO 8601 time such as 2026-01-31T12:00:00Z',
    ],
    [
      rmt({ request_created_at: { gte: '+275760-09-13T00:00:00Z' } }),
      'filter.request_response_rmt.request_created_at.gte: expected an ISO 8601 time such as 2026-01-31T12:00:00Z',
    ],
    [rmt({ constructor: { equals: 'x' } }), 'filter.request_response_rmt.constructor: unknown column'],
    [{ left: 'all', operator: 'xor', right: 'all' }, 'filter.operator: expected "and" or "or"'],
    [{ left: 'all', operator: 'and' }, 'filter.right: missing from the branch'],
    [
      { left: 'all', operator: 'and', right: 'all', request: {} },
      'filter.request: a branch has left, operator and right only',
    ],
    [{ left: null, operator: 'and', right: 'all' }, 'filter.left: expected "all", a condition or a branch'],
    [[], 'filter: expected "all", a condition or a branch'],
    ['none', 'filter: expected "all", a condition or a branch'],
    [rmt({ model: 'gpt' }), 'filter.request_response_rmt.model: expected { operator: value }'],
  ])('names the fault of %j', (filter, message) => {
    expect(faultOf(filter)).toBe(message);
  });

  it('refuses filters that are too deep or too wide', () => {
    let deep: unknown = 'all';
    for (let depth = 0; depth < 51; depth += 1) deep = { left: deep, operator: 'or', right: 'all' };
    expect(faultOf(deep)).toBe('filter: deeper than 50 branches');
    const wide = Object.fromEntries(Array.from({ length: 501 }, (_, i) => [`p${i}`, { equals: 'x' }]));
    expect(faultOf({ properties: wide })).toBe('filter: more than 500 conditions');
  });

  it('turns any JSON into bound SQL or a FilterError', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (filter) => {
        try {
          expect(sut(filter).where).toMatch(/^organization_id = \{filter_0:UUID\}/);
        } catch (error) {
          expect(error).toBeInstanceOf(CodedError);
        }
      }),
    );
  });

  it('never lets a text of the client into the SQL', () => {
    const marked = fc.string().map((text) => `§${text}§`);
    const operators = [
      'equals',
      'not-equals',
      'like',
      'ilike',
      'contains',
      'not-contains',
      'gte',
      'lt',
      marked,
    ];
    const operator = fc.oneof(...operators.map((o) => (typeof o === 'string' ? fc.constant(o) : o)));
    const value = fc.oneof(marked, fc.integer(), fc.double(), fc.boolean(), fc.constant('null'));
    const conditions = fc.dictionary(operator, value, { maxKeys: 3 });
    const names = Object.values(filterTables).flatMap((t) => ('columns' in t ? Object.keys(t.columns) : []));
    const column = fc.oneof(fc.constantFrom(...names), marked);
    const columns = fc.dictionary(column, fc.oneof(conditions, fc.dictionary(marked, conditions)), {
      maxKeys: 2,
    });
    const leaf = fc.dictionary(fc.constantFrom(...Object.keys(filterTables)), columns, { maxKeys: 2 });
    const { node } = fc.letrec<{ node: unknown }>((tie) => ({
      node: fc.oneof(
        { maxDepth: 4 },
        leaf,
        fc.record({ left: tie('node'), operator: fc.constantFrom('and', 'or'), right: tie('node') }),
      ),
    }));
    let translated = 0;
    fc.assert(
      fc.property(node, (filter) => {
        try {
          const { where } = sut(filter);
          translated += 1;
          expect(where).not.toContain('§');
        } catch (error) {
          expect(error).toBeInstanceOf(FilterError);
        }
      }),
      { numRuns: 2000 },
    );
    expect(translated).toBeGreaterThan(100);
  });
});
