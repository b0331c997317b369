import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

type Schema = {
  $ref?: string;
  $defs?: Record<string, Schema>;
  properties?: Record<string, Schema>;
  additionalProperties?: boolean | Schema;
  items?: Schema;
};

const root = join(import.meta.dirname, '..', '..', '..', '..');
const read = (path: string) => readFileSync(join(root, path), 'utf8');
const charts = globSync('charts/*/Chart.yaml', { cwd: root }).map((path) => path.split('/')[1]!);
const schemas = charts.map((chart) => JSON.parse(read(`charts/${chart}/values.schema.json`)) as Schema);
const pages = [
  ...globSync('docs/operations/**/*.md', { cwd: root }),
  ...globSync('charts/*/docs/*.md', { cwd: root }),
];

/** Whether a chart has a value at this path; `<id>` stands for any key of a map. */
function hasValue(chart: Schema, path: string[]): boolean {
  let here: Schema | undefined = chart;
  for (const key of path) {
    here = resolve(chart, here);
    const rest = here?.additionalProperties;
    here = here?.properties?.[key] ?? (typeof rest === 'object' ? rest : undefined);
    if (!here) return false;
  }
  return true;
}

function resolve(chart: Schema, schema: Schema | undefined): Schema | undefined {
  const name = schema?.$ref?.replace('#/$defs/', '');
  // What Kubernetes defines may stand below.
  return name ? (chart.$defs?.[name] ?? { additionalProperties: {} }) : schema;
}

/** Values that a page names: code that is a path from a chart's top, alone or with what it is set to, and `--set`. */
function valuesIn(text: string): string[] {
  const spans = [...text.matchAll(/`([a-z][A-Za-z]*(?:\.[A-Za-z<>-]+)+)(?:[:=][^`]*)?`/g)];
  // A key that is escaped (`eks\.amazonaws…`) is one of a map's, which may hold any.
  const flags = [...text.matchAll(/--set(?:-string)? ['"]?([A-Za-z.]+?)(?:\.[A-Za-z]+\\[^=]*)?=/g)];
  return [...spans, ...flags].map(([, path]) => path!).filter((path) => !path.endsWith('.yaml'));
}

describe.each(pages)('%s', (page) => {
  const text = read(page);

  it('names releases as the other pages do: by their charts', () => {
    const commands = text.matchAll(
      /helm (?:upgrade(?: --install)?|install|test|rollback|history|uninstall|template|get values) (heliostat[a-z-]*)/g,
    );
    expect([...commands].map(([, release]) => release).filter((name) => !charts.includes(name!))).toEqual([]);
  });

  it('reads whole logs, where kubectl by itself shows ten lines of each pod that a selector finds', () => {
    const commands = text.match(/kubectl[^\n`|]* logs [^\n`|]*/g) ?? [];
    expect(commands.filter((command) => / -l /.test(command) && !command.includes('--tail'))).toEqual([]);
  });

  it('keeps values over an upgrade without losing those that are new', () => {
    expect(text.replace('Not with `--reuse-values`', '')).not.toMatch(/--reuse-values/);
  });

  it('names values that a chart has', () => {
    const ours = valuesIn(text).filter((path) =>
      schemas.some(({ properties }) => properties?.[path.split('.')[0]!]),
    );
    expect(ours.filter((path) => !schemas.some((chart) => hasValue(chart, path.split('.'))))).toEqual([]);
  });
});

describe('the pages of operation', () => {
  it('name values and commands at all, so that the checks above check something', () => {
    const all = pages.map(read);
    expect(all.flatMap(valuesIn).length).toBeGreaterThan(100);
    expect(all.join('\n').match(/helm (upgrade|install|test) /g)!.length).toBeGreaterThan(10);
  });

  it('count the alerts as they are', () => {
    const alerts = globSync('charts/heliostat-monitoring/files/rules/*.yaml', { cwd: root })
      .map(read)
      .flatMap((rules) => rules.match(/- alert: /g) ?? []);
    expect(read('docs/operations/monitoring.md')).toContain(`${alerts.length} alerts, each with a`);
  });
});
