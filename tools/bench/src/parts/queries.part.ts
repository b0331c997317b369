import { rareWord } from '../ingest/generate-records.js';
import { number, table } from '../report/markdown.js';
import { quantile } from '../report/quantile.js';
import type { Budget, Part, PartContext, PartResult } from './part.js';
import { countRows, ingestPart } from './ingest.part.js';

const repeats = 20;
const dayMs = 86_400_000;

type Query = { name: string; path: string; body: unknown; barMs: number };

/** The dashboard's queries over HTTP, as the pages send them. */
export const queriesPart: Part = {
  name: 'queries',
  title: 'Queries',
  async run(context): Promise<PartResult> {
    const { stack, rows, say } = context;
    if ((await countRows(stack)) < rows) await ingestPart.run(context);
    const total = await countRows(stack);
    const measured: { query: Query; p50: number; p95: number }[] = [];
    for (const query of queries()) {
      const times = await timesOf(query, context);
      measured.push({ query, p50: quantile(times, 0.5), p95: quantile(times, 0.95) });
      say(`  ${query.name}: p50 ${number(quantile(times, 0.5))} ms`);
    }
    const budgets: Budget[] = measured.map(({ query, p95 }) => ({
      what: query.name,
      bar: `≤ ${query.barMs} ms`,
      got: `${number(p95)} ms (p95)`,
      met: p95 <= query.barMs,
    }));
    return {
      markdown: [
        `${number(total)} rows over 30 days, ${repeats} calls each after 3 to warm, through jawn over HTTP. The budgets are for 10 million rows; this run has ${number(total)}.`,
        table(
          ['query', 'p50 ms', 'p95 ms'],
          measured.map(({ query, p50, p95 }) => [query.name, number(p50), number(p95)]),
        ),
      ].join('\n\n'),
      notRun: total < 10_000_000 ? [`queries on 10 million rows (--rows 10000000)`] : [],
      budgets,
    };
  },
};

function queries(): Query[] {
  const end = Math.floor(Date.now() / 60_000) * 60_000;
  const timeFilter = (days: number) => ({
    start: new Date(end - days * dayMs).toISOString(),
    end: new Date(end).toISOString(),
  });
  const since = (days: number) => ({
    request_response_rmt: { request_created_at: { gte: new Date(end - days * dayMs).toISOString() } },
  });
  const and = (left: unknown, right: unknown) => ({ left, operator: 'and', right });
  const page = { limit: 50, offset: 0, sort: { created_at: 'desc' } };
  const overview = '/v1/dashboard/overview';
  const list = '/v1/request/query-clickhouse';
  return [
    { name: 'dashboard, 24 hours', path: overview, body: { timeFilter: timeFilter(1) }, barMs: 300 },
    { name: 'dashboard, 30 days', path: overview, body: { timeFilter: timeFilter(30) }, barMs: 300 },
    { name: 'request page, newest 50', path: list, body: { filter: since(30), ...page }, barMs: 100 },
    {
      name: 'request page, one user and failures',
      path: list,
      body: {
        filter: and(
          since(30),
          and(
            { request_response_rmt: { user_id: { equals: 'user-7' } } },
            { request_response_rmt: { status: { equals: 429 } } },
          ),
        ),
        ...page,
      },
      barMs: 100,
    },
    {
      name: 'full-text search, a rare word',
      path: list,
      body: {
        filter: and(since(30), { request_response_rmt: { request_body: { contains: rareWord } } }),
        ...page,
      },
      barMs: 500,
    },
    {
      name: 'full-text search, a frequent word',
      path: list,
      body: {
        filter: and(since(30), { request_response_rmt: { request_body: { contains: 'mirrors' } } }),
        ...page,
      },
      barMs: 500,
    },
  ];
}

async function timesOf({ path, body }: Query, { stack }: PartContext): Promise<number[]> {
  const times: number[] = [];
  for (let i = -3; i < repeats; i++) {
    const begin = performance.now();
    await stack.api(path, body);
    if (i >= 0) times.push(performance.now() - begin);
  }
  return times.sort((a, b) => a - b);
}
