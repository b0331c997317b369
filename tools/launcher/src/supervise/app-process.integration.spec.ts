import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventually, isRunning } from '../testing/processes.js';
import { appProcess, exitWithParent } from './app-process.js';

const serves = `process.send({ type: 'ready' }); setInterval(() => {}, 1000);`;

describe(appProcess.name, () => {
  let dir: string;
  const shown: string[] = [];
  beforeAll(() => {
    dir = mkdtempSync(join(tmpdir(), 'app-'));
  });
  afterAll(() => rmSync(dir, { recursive: true }));
  beforeEach(() => shown.splice(0));

  const create = (code: string) => {
    const main = join(dir, 'main.mjs');
    writeFileSync(main, code);
    const logFile = join(dir, 'app.log');
    const show = (text: string) => shown.push(text);
    return appProcess({ name: 'jawn', main, cwd: dir, env: { PATH: process.env.PATH }, logFile, show });
  };
  const signal = () => new AbortController().signal;

  it('is started once the app says that it is ready, and stops when asked', async () => {
    const sut = await create(`process.on('SIGTERM', () => process.exit(0)); ${serves}`)(signal());
    expect(isRunning(sut.pid)).toBe(true);
    await sut.stop();
    expect(await sut.exited).toEqual({ code: 0, signal: null });
  });

  it('tells how an app ended that never got ready', async () => {
    const start = create(`console.error('no database'); process.exit(3)`)(signal());
    await expect(start).rejects.toMatchObject({
      code: 'launcher/app-start',
      message: expect.stringContaining('jawn ended at its start (exit code 3)'),
    });
    expect(shown).toEqual(['no database']);
  });

  it('shows warnings and errors, and keeps every line in the log', async () => {
    const lines = [30, 40, 50].map(
      (level) => `console.log(JSON.stringify({ level: ${level}, msg: 'm${level}' }));`,
    );
    const sut = await create(lines.join('') + serves)(signal());
    await eventually('the lines arrive', () => shown.length === 2);
    expect(shown).toEqual(['warn  m40', 'error m50']);
    await eventually('the log is written', () => readFileSync(join(dir, 'app.log'), 'utf8').includes('m30'));
    sut.kill();
  });

  it('lets an app use threads', async () => {
    const thread = `import { Worker } from 'node:worker_threads';
      new Worker('require("node:worker_threads").parentPort.postMessage(1)', { eval: true }).once('message', () => {
        process.send({ type: 'ready' });
      });`;
    const sut = await create(thread)(signal());
    sut.kill();
  });

  it('ends an app whose start is given up', async () => {
    const abort = new AbortController();
    const start = create(`setInterval(() => {}, 1000)`)(abort.signal);
    setTimeout(() => abort.abort(new Error('given up')), 300);
    await expect(start).rejects.toThrow('given up');
  });

  it('does not outlive a killed launcher, even when the app does not care', async () => {
    writeFileSync(join(dir, 'main.mjs'), serves);
    const script = `
      const { fork } = require('node:child_process');
      const child = fork('main.mjs', [], { execArgv: ['--import', '${exitWithParent(100)}'], detached: true });
      child.on('message', () => console.log(child.pid));
      setInterval(() => {}, 1000);`;
    const launcher = spawn(process.execPath, ['-e', script], {
      cwd: dir,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const pid = await new Promise<number>((resolve) =>
      launcher.stdout.once('data', (data: Buffer) => resolve(Number(data.toString()))),
    );
    expect(isRunning(pid)).toBe(true);
    launcher.kill('SIGKILL');
    await eventually('the app ends', () => !isRunning(pid));
  });
});
