import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'yaml';

const terraformFolder = join(import.meta.dirname, '../..');
const charts = join(terraformFolder, '../charts');
const runs = [
  'the_values_point_to_what_was_made',
  'names_certificate_and_load_balancer',
  'clickhouse_outside',
];

type Outputs = { core_values: { value: string }; infrastructure_values: { value: string } };
type TestMessage = { '@testrun'?: string; test_state?: { outputs?: Outputs } };

const environment = { ...process.env, CHECKPOINT_DISABLE: '1', TF_INPUT: '0' };

/** Whether `terraform` and `helm` are here, and the stack's providers can be fetched; works in `folder`. */
const canRun = (folder: string): boolean =>
  spawnSync('helm', ['version']).status === 0 &&
  spawnSync('terraform', ['init', '-backend=false'], { cwd: folder, env: environment }).status === 0;

const work = mkdtempSync(join(tmpdir(), 'heliostat-terraform-'));
const folder = join(work, 'stacks/aws');
cpSync(terraformFolder, work, {
  recursive: true,
  filter: (file) => !/\.terraform|\.tfstate|\.tfvars$/.test(file),
});
const describeWhereItRuns = canRun(folder) ? describe : describe.skip;

afterAll(() => rmSync(work, { recursive: true, force: true }));

describeWhereItRuns(
  'the values that the stack for AWS prints (needs terraform with its providers, and helm)',
  () => {
    const outputs = new Map<string, Outputs>();

    beforeAll(() => {
      const text = execFileSync('terraform', ['test', '-json', '-verbose'], {
        cwd: folder,
        env: environment,
        encoding: 'utf8',
        maxBuffer: 1 << 28,
      });
      for (const line of text.split('\n').filter(Boolean)) {
        const message = JSON.parse(line) as TestMessage;
        const values = message.test_state?.outputs;
        if (message['@testrun'] && values) outputs.set(message['@testrun'], values);
      }
    }, 1_200_000);

    const render = (chart: string, values: string): string => {
      const file = join(work, `${chart}.yaml`);
      writeFileSync(file, values);
      return execFileSync(
        'helm',
        ['template', chart, join(charts, chart), '--namespace', 'heliostat', '--values', file],
        {
          encoding: 'utf8',
          maxBuffer: 1 << 28,
        },
      );
    };

    it.each(runs)('are accepted by the schema of heliostat-core: %s', (run) => {
      const rendered = render('heliostat-core', outputs.get(run)!.core_values.value);
      expect(rendered).toContain('sslmode=verify-full');
      expect(rendered).not.toContain('S3_ACCESS_KEY');
    });

    it.each(runs)('are accepted by the schema of heliostat-infrastructure: %s', (run) => {
      const values = outputs.get(run)!.infrastructure_values.value;
      const rendered = render('heliostat-infrastructure', values);
      const inCluster = (parse(values) as { clickhouse: { enabled: boolean } }).clickhouse.enabled;
      expect(rendered).not.toContain('name: heliostat-postgres\n');
      expect(/kind: StatefulSet/.test(rendered)).toBe(inCluster);
    });

    it('give each service account the role that is its own', () => {
      const rendered = render('heliostat-core', outputs.get(runs[0]!)!.core_values.value);
      const annotated = rendered
        .split(/^---$/m)
        .filter(
          (text) => text.includes('kind: ServiceAccount') && text.includes('eks.amazonaws.com/role-arn'),
        )
        .map((text) => /^ {2}name: (\S+)$/m.exec(text)![1]);
      expect(annotated.sort()).toEqual([
        'heliostat-backup',
        'heliostat-jawn',
        'heliostat-migrate',
        'heliostat-proxy',
        'heliostat-worker',
      ]);
    });

    it('show the names in an ingress of the load balancer controller', () => {
      const rendered = render(
        'heliostat-core',
        outputs.get('names_certificate_and_load_balancer')!.core_values.value,
      );
      expect(rendered.match(/ingressClassName: alb/g)).toHaveLength(3);
      expect(rendered).toContain('alb.ingress.kubernetes.io/inbound-cidrs: 198.51.100.0/24');
    });
  },
);
