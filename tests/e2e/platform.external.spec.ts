import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { processesFileSchema } from '@heliostat/contracts';
import type { Browser, Page } from 'playwright-core';
import { launchBrowser } from '../harness/browser.js';
import { Heliostat } from '../harness/heliostat.js';

/** What the platform's page says of a machine, and what it sees when a process dies. */
describe('The platform page on one machine', () => {
  let heliostat: Heliostat;
  let browser: Browser;
  let page: Page;
  const faults: string[] = [];

  beforeAll(async () => {
    heliostat = await Heliostat.start();
    browser = await launchBrowser();
    const context = await browser.newContext({ viewport: { width: 1440, height: 1000 } });
    page = await context.newPage();
    page.setDefaultTimeout(30_000);
    page.on('pageerror', (error) => faults.push(error.message));
    page.on('console', (message) => {
      if (message.type() === 'error' && /Content Security Policy|Refused to/.test(message.text()))
        faults.push(message.text());
    });
    await page.goto(`${heliostat.webUrl}/signup`);
    await signUp('Ada', 'ada@example.com');
  }, 240_000);

  afterAll(async () => {
    await browser?.close();
    await heliostat?.dispose();
  }, 180_000);

  const byId = (id: string) => page.getByTestId(id);
  const row = (name: string) => page.locator(`[data-testid=platform-component][data-component="${name}"]`);
  const signUp = async (name: string, email: string) => {
    await page.fill('input[name=name]', name);
    await page.fill('input[type=email]', email);
    await page.fill('input[type=password]', 'correct horse battery');
    await byId('sign-up-submit').click();
    await page.waitForURL(/onboarding/);
  };
  const processes = async () =>
    processesFileSchema.parse(JSON.parse(await readFile(join(heliostat.dataDir, 'processes.json'), 'utf8')))
      .processes;

  it('is opened from the keyboard and shows apps and stores that run', async () => {
    await page.goto(`${heliostat.webUrl}/dashboard`);
    await byId('nav-platform').waitFor();
    // The two keys belong together for less than a second, which a busy machine may take for them.
    for (let tries = 0; tries < 5 && !page.url().endsWith('/platform'); tries++) {
      await page.keyboard.press('g');
      await page.keyboard.press('p');
      await page.waitForTimeout(1_500);
    }
    await byId('platform-status').waitFor();
    for (const name of ['proxy', 'jawn', 'worker', 'web', 'PostgreSQL', 'ClickHouse'])
      expect(await row(name).innerText()).toMatch(/Running/);
    expect(await byId('platform-status').innerText()).toMatch(/Everything is healthy/);
    const [jawn] = (await processes()).filter(({ name }) => name === 'jawn');
    expect(await row('jawn').innerText()).toMatch(
      new RegExp(`\\b${jawn!.pid}\\b[\\s\\S]*0\\.1\\.0[\\s\\S]*MB`),
    );
  });

  it('says which migrations ran, what waits in the queues, where the data is and how it is backed up', async () => {
    expect(await byId('platform-migrations').innerText()).toMatch(
      /PostgreSQL[\s\S]*Up to date[\s\S]*ClickHouse[\s\S]*Up to date/,
    );
    expect(await byId('platform-queues').innerText()).toMatch(/ingest[\s\S]*retention[\s\S]*rollup/);
    expect(await byId('platform-data-directory').innerText()).toContain(heliostat.dataDir);
    expect(await byId('platform-backups').innerText()).toMatch(/Stop Heliostat[\s\S]*copy the folder/);
  });

  it('opens a row from the keyboard', async () => {
    await row('proxy').getByTestId('open-component').focus();
    await page.keyboard.press('Enter');
    await byId('platform-instance').waitFor();
    await page.keyboard.press('Enter');
    await byId('platform-instance').waitFor({ state: 'detached' });
  });

  it('shows the restart of an app that was killed, without a reload', async () => {
    const [worker] = (await processes()).filter(({ name }) => name === 'worker');
    process.kill(worker!.pid!, 'SIGKILL');
    await row('worker').getByTestId('component-restarts').getByText('1', { exact: true }).waitFor();
    expect(await row('worker').innerText()).toContain('signal SIGKILL');
    expect(await byId('platform-events').innerText()).toMatch(/worker ended by itself \(signal SIGKILL\)/);
    expect(await byId('platform-problems').innerText()).toContain('worker');
  });

  it('does not show itself to somebody of another organization', async () => {
    const context = await browser.newContext();
    const owner = page;
    page = await context.newPage();
    page.setDefaultTimeout(30_000);
    try {
      await page.goto(`${heliostat.webUrl}/signup`);
      await signUp('Eve', 'eve@example.com');
      await page.goto(`${heliostat.webUrl}/platform`);
      await byId('platform-not-allowed').waitFor();
      expect(await byId('nav-platform').count()).toBe(0);
      const reply = await page.evaluate(async () => (await fetch('/api/v1/platform')).status);
      expect(reply).toBe(403);
    } finally {
      await context.close();
      page = owner;
    }
  });

  it('breaks no policy and throws nothing on the way', () => {
    expect(faults).toEqual([]);
  });
});
