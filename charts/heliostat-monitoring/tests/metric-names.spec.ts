import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const chart = join(import.meta.dirname, '..');
const root = join(chart, '..', '..');
const read = (pattern: string, cwd: string) =>
  globSync(pattern, { cwd, exclude: (name) => name === 'node_modules' || name === 'dist' }).map((file) =>
    readFileSync(join(cwd, file), 'utf8'),
  );

/** Words of PromQL that begin like a metric of ours; recorded names have colons, so they are taken out first. */
const metricsIn = (text: string): string[] =>
  [...text.replace(/[a-z]+:[a-z0-9_:]+/g, ' ').matchAll(/\b(?:heliostat_[a-z0-9_]+|web_http_[a-z_]+)/g)].map(
    ([name]) => name.replace(/_(bucket|count|sum)$/, ''),
  );

const code = [...read('apps/*/src/**/*.ts', root), ...read('libs/*/src/**/*.ts', root)];
const declared = new Set(
  code.flatMap((source) =>
    [...source.matchAll(/'((?:heliostat|web_http)_[a-z0-9_]+)'/g)].map(([, name]) => name),
  ),
);

describe.each([
  ['rules', read('files/rules/*.yaml', chart).join('\n')],
  ['dashboards', read('dashboards/*.json', chart).join('\n')],
])('the metrics of the %s', (_what, text) => {
  const used = [...new Set(metricsIn(text))].sort();

  it('are some', () => {
    expect(used.length).toBeGreaterThan(10);
  });

  it.each(used)('%s is one that an app has', (name) => {
    expect(declared).toContain(name);
  });
});

describe('recorded names', () => {
  const recorded = new Set(
    read('files/rules/*.yaml', chart).flatMap((text) =>
      [...text.matchAll(/record: (\S+)/g)].map(([, name]) => name),
    ),
  );
  const all = [...read('files/rules/*.yaml', chart), ...read('dashboards/*.json', chart)].join('\n');
  const used = [...new Set([...all.matchAll(/\bnamespace:heliostat[a-z0-9_:]+/g)].map(([name]) => name))];

  it.each(used)('%s is recorded by a rule', (name) => {
    expect(recorded).toContain(name);
  });
});
