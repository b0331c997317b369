import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { renderChart } from '@heliostat/charts';
import { embeddedClickHouseChildPath } from '@heliostat/stores/clickhouse';
import { freePort } from '@heliostat/stores/testing';

const password = `a&<"'$\\ ö]]>`;
const hqlPassword = 'hql-word';

/** The chart's files on the real engine. Keeper and replicas are beyond it; their configuration is read all the same. */
class ChartServer {
  readonly dir = mkdtempSync(join(tmpdir(), 'chart-clickhouse-'));
  private child?: ChildProcess;
  private port = 0;

  async start(
    values: Record<string, unknown>,
    { env = {}, bootUser = true }: { env?: Record<string, string>; bootUser?: boolean } = {},
  ): Promise<void> {
    const { manifests } = await renderChart('heliostat-infrastructure', { values });
    const map = (name: string) =>
      manifests.find(({ kind, metadata }) => kind === 'ConfigMap' && metadata.name === name)?.data ?? {};
    this.write('config.d', map('heliostat-clickhouse-config'));
    this.write('prepare', map('heliostat-clickhouse-prepare'));
    this.prepare();
    this.port = await freePort();
    this.write('.', {
      // As in the image's own files: what the chart takes away must be there.
      'config.xml':
        `<clickhouse><path>${this.dir}/data/</path><trace_log><database>system</database></trace_log>` +
        `<mysql_port>9004</mysql_port><user_directories><users_xml><path>${this.dir}/users.xml</path></users_xml>` +
        `</user_directories></clickhouse>`,
      'users.xml':
        '<clickhouse><profiles><default/></profiles><quotas><default><interval><duration>3600</duration>' +
        '<queries>0</queries></interval></default></quotas><users><default><password/><networks><ip>::/0</ip>' +
        '</networks><profile>default</profile><quota>default</quota></default></users></clickhouse>',
      'boot.sql': 'SYSTEM START LISTEN HTTP;\n',
    });
    // The engine begins as `default`, which the chart takes away; and it must not take the machine's ports.
    this.write('config.d', {
      'zz-test.xml': `<clickhouse><listen_host replace="replace">127.0.0.1</listen_host><http_port>${this.port}</http_port></clickhouse>`,
    });
    if (bootUser)
      this.write('users.d', {
        'zz-test.xml':
          '<clickhouse><users><default><no_password/><networks><ip>127.0.0.1</ip></networks><profile>default' +
          '</profile><quota>default</quota></default></users></clickhouse>',
      });
    const args = ['--config-file', join(this.dir, 'config.xml'), '--log-level=error'];
    args.push('--queries-file', join(this.dir, 'boot.sql'));
    this.child = spawn(process.execPath, [embeddedClickHouseChildPath(), ...args], {
      stdio: ['pipe', 'ignore', 'pipe'],
      cwd: this.dir,
      env: { ...process.env, ...env },
    });
    let words = '';
    this.child.stderr?.on('data', (chunk: Buffer) => (words += chunk.toString()));
    for (const end = Date.now() + 120_000; !(await this.answers()); await sleep(50))
      if (this.child.exitCode !== null || Date.now() > end)
        throw new Error(`no start: ${words.slice(-3000)}`);
  }

  /** Runs the init container's script, with its folders put into ours. */
  prepare(env: Record<string, string> = {}): string {
    const script = join(this.dir, 'prepare', 'prepare.sh');
    const local = (text: string) =>
      text
        .replaceAll('/prepare/', `${this.dir}/prepare/`)
        .replaceAll('/users/', `${this.dir}/users.d/`)
        .replaceAll('/var/lib/clickhouse/', `${this.dir}/`);
    mkdirSync(join(this.dir, 'users.d'), { recursive: true });
    const code = local(execFileSync('cat', [script], { encoding: 'utf8' }));
    return execFileSync('sh', ['-c', code], {
      encoding: 'utf8',
      stdio: 'pipe',
      env: {
        PATH: process.env.PATH,
        CLICKHOUSE_PASSWORD: password,
        CLICKHOUSE_HQL_PASSWORD: hqlPassword,
        IMAGE_TAG: '26.7',
        ALLOW_DOWNGRADE: 'false',
        ...env,
      },
    });
  }

  async ask(sql: string, user = 'heliostat', word = password): Promise<string> {
    const headers = {
      authorization: `Basic ${Buffer.from(`${user}:${word}`).toString('base64')}`,
      connection: 'close',
    };
    const reply = await fetch(`http://127.0.0.1:${this.port}/`, { method: 'POST', headers, body: sql });
    const text = (await reply.text()).trim();
    if (!reply.ok) throw new Error(text);
    return text;
  }

  async stop(): Promise<void> {
    if (this.child && this.child.exitCode === null) {
      const exited = new Promise((resolve) => this.child?.once('exit', resolve));
      this.child.stdin?.end();
      await exited;
    }
    rmSync(this.dir, { recursive: true, force: true });
  }

  private write(folder: string, files: Record<string, string>): void {
    mkdirSync(join(this.dir, folder), { recursive: true });
    for (const [name, text] of Object.entries(files)) writeFileSync(join(this.dir, folder, name), text);
  }

  private async answers(): Promise<boolean> {
    return fetch(`http://127.0.0.1:${this.port}/ping`, { headers: { connection: 'close' } }).then(
      (reply) => reply.ok,
      () => false,
    );
  }
}

describe('a single ClickHouse', () => {
  const sut = new ChartServer();
  beforeAll(async () => {
    await sut.start({ clickhouse: { config: { maxConcurrentQueries: 77 } } });
    await sut.ask('CREATE DATABASE heliostat');
    await sut.ask(
      'CREATE TABLE heliostat.request_response_rmt (a Int32) ENGINE = ReplacingMergeTree ORDER BY a',
    );
    await sut.ask('INSERT INTO heliostat.request_response_rmt VALUES (1)');
    await sut.ask('CREATE TABLE heliostat.secret (a Int32) ENGINE = MergeTree ORDER BY a');
  });
  afterAll(() => sut.stop());
  const hql = (sql: string) => sut.ask(sql, 'hql', hqlPassword);

  it('takes a password of any characters, and no other', async () => {
    expect(await sut.ask('SELECT 1')).toBe('1');
    await expect(sut.ask('SELECT 1', 'heliostat', 'wrong')).rejects.toThrow(/AUTHENTICATION_FAILED/);
  });

  it('has no user `default`, as which the engine would begin here', async () => {
    const other = new ChartServer();
    try {
      await expect(other.start({}, { bootUser: false })).rejects.toThrow(/default.*AUTHENTICATION_FAILED/s);
    } finally {
      await other.stop();
    }
  });

  it('lets tenants’ SQL read its table, and nothing else', async () => {
    expect(await hql('SELECT count() FROM heliostat.request_response_rmt')).toBe('1');
    for (const sql of [
      'SELECT * FROM heliostat.secret',
      'INSERT INTO heliostat.request_response_rmt VALUES (2)',
      "SELECT * FROM url('http://127.0.0.1:1/', CSV, 'a String')",
      'SELECT query FROM system.processes',
    ])
      await expect(hql(sql)).rejects.toThrow(/ACCESS_DENIED/);
  });

  it('holds tenants’ SQL to its limits, 0 included', async () => {
    for (const seconds of [0, 31])
      await expect(hql(`SELECT 1 SETTINGS max_execution_time = ${seconds}`)).rejects.toThrow(
        /max_execution_time/,
      );
    expect(await hql('SELECT 1 SETTINGS max_execution_time = 5')).toBe('1');
  });

  it('runs with the settings of the values', async () => {
    expect(
      await sut.ask("SELECT value FROM system.server_settings WHERE name = 'max_concurrent_queries'"),
    ).toBe('77');
  });

  it('has hashes of the passwords in a file that only it can read', () => {
    const file = join(sut.dir, 'users.d', '10-heliostat.xml');
    expect(statSync(file).mode & 0o077).toBe(0);
    expect(execFileSync('cat', [file], { encoding: 'utf8' })).not.toContain(hqlPassword);
  });

  it('does not start an older version on its data, unless told so', () => {
    expect(sut.prepare()).toContain('ClickHouse 26.7');
    expect(sut.prepare({ IMAGE_TAG: '26.10.1' })).toContain('ClickHouse 26.10');
    const older = { IMAGE_TAG: '26.7' };
    expect(() => sut.prepare(older)).toThrow(/REFUSED: .*ClickHouse 26\.10, the image is ClickHouse 26\.7/);
    expect(sut.prepare({ ...older, ALLOW_DOWNGRADE: 'true' })).toContain('ClickHouse 26.7');
  });
});

describe('ClickHouse as a cluster', () => {
  const sut = new ChartServer();
  beforeAll(async () => {
    const cluster = { enabled: true, name: 'main', shards: 2, replicas: 2 };
    await sut.start(
      { clickhouse: { cluster } },
      {
        env: {
          CLICKHOUSE_SHARD: '1',
          CLICKHOUSE_REPLICA: 'heliostat-clickhouse-s1-0',
          CLICKHOUSE_INTERSERVER_HOST: 'heliostat-clickhouse-s1-0.example',
          CLICKHOUSE_CLUSTER_SECRET: 'cluster-word',
        },
      },
    );
  });
  afterAll(() => sut.stop());

  it('knows its place by macros', async () => {
    expect(await sut.ask('SELECT macro, substitution FROM system.macros ORDER BY macro')).toBe(
      'cluster\tmain\nreplica\theliostat-clickhouse-s1-0\nshard\t1',
    );
  });

  it('knows every replica of every shard', async () => {
    const sql =
      "SELECT shard_num, replica_num, host_name, port FROM system.clusters WHERE cluster = 'main' ORDER BY ALL";
    const host = (shard: number, replica: number) =>
      `heliostat-clickhouse-s${shard}-${replica}.heliostat-clickhouse-headless.heliostat.svc.cluster.local`;
    expect(await sut.ask(sql)).toBe(
      [0, 1]
        .flatMap((shard) =>
          [0, 1].map((replica) => `${shard + 1}\t${replica + 1}\t${host(shard, replica)}\t9000`),
        )
        .join('\n'),
    );
  });

  it('lets tenants’ SQL read the rows of a shard, too', async () => {
    await sut.ask('CREATE DATABASE heliostat');
    const table = 'heliostat.request_response_rmt_local';
    await sut.ask(`CREATE TABLE ${table} (a Int32) ENGINE = ReplacingMergeTree ORDER BY a`);
    expect(await sut.ask(`SELECT count() FROM ${table}`, 'hql', hqlPassword)).toBe('0');
  });
});
