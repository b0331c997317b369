import { runTool } from '@heliostat/charts';
import { globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { parse, stringify } from 'yaml';
import { alertsOf, renderRules, RuleGroups } from './rules.js';

const runbooks = join(import.meta.dirname, '..', '..', '..', 'docs', 'operations', 'runbooks');
const scenarioFiles = ['rules.promtool.yaml', 'rules-slow.promtool.yaml'];
interface Scenarios {
  tests: { alert_rule_test: { alertname: string; exp_alerts: unknown[] }[] }[];
}
let folder: string;
beforeAll(() => (folder = mkdtempSync(join(tmpdir(), 'heliostat-rules-'))));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const write = (name: string, text: string): string => {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
};

describe('the rules', () => {
  it('are valid in the eyes of promtool', async () => {
    const file = write('rules.yml', (await renderRules()).text);
    await expect(
      runTool('promtool', ['check', 'rules', '--lint=all', '--lint-fatal', file]),
    ).resolves.toContain('SUCCESS');
  });

  it.each(scenarioFiles)(
    'fire and rest as the scenarios of %s say',
    async (scenarios) => {
      const { groups } = await renderRules();
      // promtool compares annotations word for word; the scenarios are about when alerts fire.
      const rules = groups.groups.map((group) => ({
        ...group,
        rules: group.rules.map(({ annotations: _, ...rule }) => rule),
      }));
      write('rules.yml', stringify({ groups: rules }));
      const file = write(scenarios, readFileSync(join(import.meta.dirname, scenarios), 'utf8'));
      await expect(runTool('promtool', ['test', 'rules', file], { cwd: folder })).resolves.toContain(
        'SUCCESS',
      );
    },
    600_000,
  );

  it('are each tried by a scenario in which they fire', async () => {
    const { groups } = await renderRules();
    const tried = scenarioFiles
      .map((name) => parse(readFileSync(join(import.meta.dirname, name), 'utf8')) as Scenarios)
      .flatMap(({ tests }) => tests.flatMap(({ alert_rule_test: list }) => list))
      .filter(({ exp_alerts: expected }) => expected.length > 0)
      .map(({ alertname }) => alertname);
    expect(
      alertsOf(groups)
        .map(({ alert }) => alert)
        .filter((alert) => !tried.includes(alert!)),
    ).toEqual([]);
  });

  it('have a severity, a summary and a description each', async () => {
    const { groups } = await renderRules();
    const bare = alertsOf(groups).filter(
      ({ labels, annotations }) =>
        !['critical', 'warning'].includes(labels?.severity ?? '') ||
        !annotations?.summary ||
        !annotations.description,
    );
    expect(bare.map(({ alert }) => alert)).toEqual([]);
  });

  it('have a runbook each, of which none is left over', async () => {
    const { groups } = await renderRules();
    const linked = alertsOf(groups).map(({ annotations }) => basename(annotations?.runbook_url ?? ''));
    const written = globSync('*.md', { cwd: runbooks }).filter((file) => file !== 'README.md');
    expect(linked.sort()).toEqual(written.sort());
  });

  it.each(globSync('heliostat-*.md', { cwd: runbooks }))('the runbook %s says what to do', (file) => {
    const text = readFileSync(join(runbooks, file), 'utf8');
    for (const heading of ['Meaning', 'Impact', 'Diagnosis', 'Mitigation'])
      expect(text).toMatch(new RegExp(`^## ${heading}\\n\\n\\S`, 'm'));
  });

  it('leave out what is disabled, and the backups where there are none', async () => {
    const values = { rules: { disabled: ['HeliostatApiSlow'], backup: false } };
    const names = alertsOf((await renderRules({ values })).groups).map(({ alert }) => alert);
    expect(names).not.toContain('HeliostatApiSlow');
    expect(names.filter((name) => name?.includes('Backup'))).toEqual([]);
    expect(names).toContain('HeliostatApiFailing');
  });

  it('take thresholds, labels and the address of the runbooks from the values', async () => {
    const values = {
      rules: {
        thresholds: { spoolBytes: 12345678901 },
        labels: { team: 'a' },
        runbookUrl: 'https://wiki.example.com/r',
      },
    };
    const alert = alertsOf((await renderRules({ values })).groups).find(
      (rule) => rule.alert === 'HeliostatSpoolFilling',
    );
    expect(alert?.expr).toContain('> 12345678901');
    expect(alert?.labels).toEqual({ severity: 'warning', team: 'a' });
    expect(alert?.annotations?.runbook_url).toBe('https://wiki.example.com/r/heliostat-spool-filling.md');
  });

  it('leave no placeholder unfilled', async () => {
    expect((await renderRules()).text).not.toMatch(/%[a-zA-Z]+%/);
  });
});

describe('the dashboards', () => {
  const files = globSync('dashboards/*.json', { cwd: join(import.meta.dirname, '..') });
  interface Panel {
    title: string;
    targets?: { expr: string }[];
  }

  it.each(files)('%s asks only for what Prometheus understands', async (file) => {
    const { panels } = JSON.parse(readFileSync(join(import.meta.dirname, '..', file), 'utf8')) as {
      panels: Panel[];
    };
    const rules = panels.flatMap(({ targets }, panel) =>
      (targets ?? []).map(({ expr }, target) => ({
        record: `panel_${panel}_${target}`,
        expr: expr.replaceAll('$__rate_interval', '1m').replaceAll('$namespace', '.*'),
      })),
    );
    const groups: RuleGroups = { groups: [{ name: 'panels', rules }] };
    const written = write(`${basename(file)}.yml`, stringify(groups));
    await expect(runTool('promtool', ['check', 'rules', written])).resolves.toContain('SUCCESS');
  });
});
