import type { FilterNode } from '@heliostat/contracts';
import {
  createClickHouse,
  migrateClickHouse,
  requestUuid,
  type ClickHouse,
  type RequestRow,
} from '@heliostat/stores/clickhouse';
import {
  requestRowFactory,
  startEmbeddedClickHouse,
  testOrganizationId,
  type EmbeddedClickHouse,
} from '@heliostat/stores/testing';
import fc from 'fast-check';
import type { Column } from './columns/column.js';
import { filterTables } from './columns/filter-tables.js';
import { toClickHouse, type FilterOptions } from './to-click-house.js';

describe(toClickHouse.name, () => {
  let server: EmbeddedClickHouse;
  let clickhouse: ClickHouse;
  const options: FilterOptions = { organizationId: testOrganizationId, surface: 'request-query' };

  const find = async (filter: unknown, more: Partial<FilterOptions> = {}): Promise<string> => {
    const { where, params } = toClickHouse(filter as FilterNode, { ...options, ...more });
    const rows = await clickhouse.query<{ id: string }>(
      `SELECT request_id_given AS id FROM request_response_rmt WHERE ${where} ORDER BY id`,
      params,
    );
    return rows.map((row) => row.id).join('');
  };
  const rmt = (columns: object) => find({ request_response_rmt: columns });
  const row = (name: string, overrides: Partial<RequestRow> = {}) =>
    requestRowFactory({
      request_id_given: name,
      request_id: requestUuid(testOrganizationId, name),
      ...overrides,
    });

  beforeAll(async () => {
    server = await startEmbeddedClickHouse();
    await migrateClickHouse(server.config);
    clickhouse = createClickHouse(server.config);
    await clickhouse.insert('request_response_rmt', [
      row('a', {
        request_created_at: '2026-01-01 00:00:00.000',
        model: 'gpt-5',
        user_id: 'ann',
        latency: 2_000_000_000,
        cost: '123000',
        status: 500,
        properties: { Environment: 'production', 'Helicone-Session-Id': 's1', empty: '' },
        scores: { quality: 0.5, 'helicone-score-feedback': 1 },
        request_body: 'please explain the Zebrafish genome, 100% of it',
        country_code: 'DE',
        assets: ['x1'],
      }),
      row('b', {
        request_created_at: '2026-01-02 00:00:00.000',
        model: 'gpt-5-mini',
        user_id: 'ann',
        latency: null,
        cost: '2000000000',
        properties: {
          environment: 'production',
          'Helicone-Session-Id': 's1',
          'Helicone-Session-Name': 'One',
        },
        scores: { 'helicone-score-feedback': 0 },
        response_body: '{"refusal":"no","x":"foo_bar"}',
        threat: true,
      }),
      row('c', {
        request_created_at: '2026-01-03 00:00:00.000',
        model: 'claude',
        user_id: '',
        latency: 10,
        cost: '0',
        properties: { 'Helicone-Session-Id': 's2' },
        target_url: null,
        cache_enabled: true,
        cache_reference_id: requestUuid(testOrganizationId, 'a'),
      }),
      row('other', { organization_id: '22222222-2222-4222-8222-222222222222' }),
    ]);
  });
  afterAll(async () => {
    await clickhouse.close();
    await server.stop();
  });

  it('never shows another organisation', async () => {
    expect(await find('all')).toBe('abc');
    expect(await rmt({ organization_id: { equals: '22222222-2222-4222-8222-222222222222' } })).toBe('');
  });

  it('has inclusive date ranges (RQ-03)', async () => {
    const filter = {
      left: { request_response_rmt: { request_created_at: { gte: '2026-01-01T00:00:00Z' } } },
      operator: 'and',
      right: { request_response_rmt: { request_created_at: { lte: '2026-01-02T00:00:00Z' } } },
    };
    expect(await find(filter)).toBe('ab');
  });

  it('tells upper and lower case of property names apart (RQ-05)', async () => {
    expect(await rmt({ properties: { Environment: { equals: 'production' } } })).toBe('a');
    expect(await find({ properties: { environment: { equals: 'production' } } })).toBe('b');
  });

  it('has every text operator (RQ-09)', async () => {
    expect(await rmt({ model: { equals: 'gpt-5' } })).toBe('a');
    expect(await rmt({ model: { 'not-equals': 'gpt-5' } })).toBe('bc');
    expect(await rmt({ model: { like: 'gpt-5%' } })).toBe('ab');
    expect(await rmt({ model: { ilike: 'GPT-5_mini' } })).toBe('b');
    expect(await rmt({ model: { contains: 'PT-5' } })).toBe('ab');
    expect(await rmt({ model: { 'not-contains': 'PT-5' } })).toBe('c');
  });

  it('has every number operator, beyond Int32 too (RQ-09)', async () => {
    expect(await rmt({ latency: { equals: 2_000_000_000 } })).toBe('a');
    expect(await rmt({ latency: { lt: 3_000_000_000 } })).toBe('ac');
    expect(await rmt({ cost: { lt: 10_000 } })).toBe('abc');
    expect(await rmt({ latency: { gt: 1_999_999_999.5 } })).toBe('a');
    expect(await rmt({ latency: { lte: 10 } })).toBe('c');
    expect(await rmt({ latency: { lt: 1e300 } })).toBe('ac');
    expect(await rmt({ latency: { equals: 'null' } })).toBe('b');
    expect(await rmt({ cost: { gte: 0.000123 } })).toBe('ab');
    expect(await rmt({ cost: { equals: 2 } })).toBe('b');
    expect(await rmt({ status: { equals: 500 } })).toBe('a');
  });

  it('has booleans, whose absence is false (RQ-09)', async () => {
    expect(await rmt({ threat: { equals: true } })).toBe('b');
    expect(await rmt({ threat: { equals: false } })).toBe('ac');
    expect(await rmt({ cached: { equals: true } })).toBe('c');
    expect(await rmt({ 'helicone-score-feedback': { equals: true } })).toBe('a');
    expect(await find({ feedback: { rating: { equals: false } } })).toBe('b');
  });

  it('has the special values "null" and "__empty__"', async () => {
    expect(await rmt({ country_code: { 'not-equals': 'null' } })).toBe('a');
    expect(await rmt({ target_url: { equals: 'null' } })).toBe('c');
    expect(await rmt({ user_id: { equals: '__empty__' } })).toBe('c');
    expect(await find({ request: { user_id: { 'not-equals': 'null' } } })).toBe('ab');
    expect(await rmt({ properties: { empty: { equals: 'null' } } })).toBe('bc');
    expect(await rmt({ properties: { Environment: { 'not-equals': '__empty__' } } })).toBe('a');
  });

  it('searches bodies by words, phrases and literal signs (RQ-14)', async () => {
    expect(await rmt({ request_body: { contains: 'ebrafis' } })).toBe('a');
    expect(await rmt({ request_body: { contains: 'zebrafish genome, 100% of' } })).toBe('a');
    expect(await rmt({ request_body: { contains: 'zebrafish  genome' } })).toBe('');
    expect(await rmt({ response_body: { contains: '"refusal"' } })).toBe('b');
    expect(await rmt({ response_body: { contains: 'foo_bar' } })).toBe('b');
    expect(await rmt({ response_body: { contains: 'fooxbar' } })).toBe('');
    expect(await find({ request: { prompt: { 'not-contains': 'zebrafish' } } })).toBe('bc');
  });

  it('has scores, property keys and arrays', async () => {
    expect(await rmt({ scores: { quality: { equals: '0.5' } } })).toBe('a');
    expect(await rmt({ scores: { quality: { gte: 0.6 } } })).toBe('');
    expect(await rmt({ scores: { quality: { 'not-equals': '0.5' } } })).toBe('bc');
    expect(await rmt({ scores_column: { contains: 'feedback' } })).toBe('ab');
    expect(await rmt({ property_key: { equals: 'Environment' } })).toBe('a');
    expect(await rmt({ assets: { 'not-contains': 'x' } })).toBe('bc');
    expect(await find({ properties_v3: { value: { equals: 'production' } } })).toBe('ab');
  });

  it('filters by aggregates of sessions and users', async () => {
    const sessions = (columns: object) => find({ sessions_request_response_rmt: columns });
    expect(await sessions({ session_total_requests: { gte: 2 } })).toBe('ab');
    expect(await sessions({ session_total_cost: { gt: 2 }, session_session_name: { equals: 'One' } })).toBe(
      'b',
    );
    expect(await find({ users_view: { user_total_requests: { equals: 2 } } })).toBe('ab');
    expect(await find({ users_view: { user_total_requests: { equals: 1 } } })).toBe('');
    expect(
      await find({ users_view: { user_last_active: { gte: '2026-01-02' }, user_cost: { gt: 2 } } }),
    ).toBe('ab');
    const laterOnly = { window: { start: Date.UTC(2026, 0, 2) } };
    expect(await find({ users_view: { user_total_requests: { equals: 1 } } }, laterOnly)).toBe('b');
  });

  it('finds the call that filled the cache by its hits', async () => {
    expect(await find({ cache_metrics: { cache_hit_count: { gte: 1 } } })).toBe('a');
  });

  it('finds ids however they were given (RQ-13)', async () => {
    expect(await find({ request: { id: { equals: 'a' } } })).toBe('a');
    const id = requestUuid(testOrganizationId, 'b').toUpperCase();
    expect(await rmt({ request_id: { equals: id } })).toBe('b');
  });

  it('has or and nested branches', async () => {
    const is = (model: string) => ({ request: { model: { equals: model } } });
    const either = { left: is('gpt-5'), operator: 'or', right: is('claude') };
    expect(await find(either)).toBe('ac');
    const ann = { request_response_rmt: { user_id: { equals: 'ann' } } };
    expect(await find({ left: either, operator: 'and', right: ann })).toBe('a');
  });

  it('runs with every column, operator and any value', async () => {
    const values: Record<string, fc.Arbitrary<unknown>> = {
      text: fc.oneof(
        fc.string({ unit: 'binary' }),
        fc.constantFrom('null', '__empty__', `'"\\%_{x:Int8}\0\n`),
      ),
      number: fc.oneof(
        fc.integer(),
        fc.double({ noNaN: true, noDefaultInfinity: true }),
        fc.maxSafeInteger(),
      ),
      time: fc
        .date({ min: new Date('1900-01-02'), max: new Date('2299-12-30'), noInvalidDate: true })
        .map((d) => d.toISOString()),
      boolean: fc.boolean(),
    };
    const operators = [
      'equals',
      'not-equals',
      'like',
      'ilike',
      'contains',
      'not-contains',
      'gte',
      'gt',
      'lte',
      'lt',
    ];
    const accepted = (leaf: unknown): boolean => {
      try {
        toClickHouse(leaf as FilterNode, options);
        return true;
      } catch {
        return false;
      }
    };
    const leaves: unknown[] = [];
    const leafOf = (table: string, column: string, shape: Column['kind'], condition: object) => ({
      [table]: { [column]: shape === 'map' ? { 'a key': condition } : condition },
    });
    for (const [table, definition] of Object.entries(filterTables)) {
      const columns =
        'columns' in definition ? Object.entries(definition.columns) : [['any', { kind: 'value' }] as const];
      for (const [column, { kind }] of columns)
        for (const operator of operators)
          for (const value of Object.values(values))
            for (const sample of fc.sample(value, 2)) {
              const leaf = leafOf(table, column, kind, { [operator]: sample });
              if (accepted(leaf)) leaves.push(leaf);
            }
    }
    expect(leaves.length).toBeGreaterThan(1000);
    for (let at = 0; at < leaves.length; at += 10) {
      const branch = leaves
        .slice(at, at + 10)
        .reduce((left, right) => ({ left, operator: at % 20 === 0 ? 'or' : 'and', right }));
      await find(branch).catch((error: Error) => {
        throw new Error(`${JSON.stringify(branch)}: ${String(error.cause)}`);
      });
    }
  });
});
