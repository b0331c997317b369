import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { processesFileSchema } from '@heliostat/contracts';
import type { Browser, Page } from 'playwright-core';
import { eventually } from '../harness/eventually.js';
import { launchBrowser, pageTimeoutMs, shows } from '../harness/browser.js';
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
    page.setDefaultTimeout(pageTimeoutMs);
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
    await eventually('the two keys open the page', async () => {
      await page.keyboard.press('g');
      await page.keyboard.press('p');
      return page.waitForURL(/\/platform$/, { timeout: 2_000 }).then(
        () => true,
        () => false,
      );
    });
    await byId('platform-status').waitFor();
    for (const name of ['proxy', 'jawn', 'worker', 'web', 'PostgreSQL', 'ClickHouse'])
      await shows(row(name), /Running/);
    await shows(byId('platform-status'), /Everything is healthy/);
    const [jawn] = (await processes()).filter(({ name }) => name === 'jawn');
    await shows(row('jawn'), new RegExp(`\\b${jawn!.pid}\\b[\\s\\S]*0\\.1\\.0[\\s\\S]*MB`));
  });

  it('says which migrations ran, what waits in the queues, where the data is and how it is backed up', async () => {
    await shows(byId('platform-migrations'), /PostgreSQL[\s\S]*Up to date[\s\S]*ClickHouse[\s\S]*Up to date/);
    await shows(byId('platform-queues'), /ingest[\s\S]*retention[\s\S]*rollup/);
    expect(await byId('platform-data-directory').innerText()).toContain(heliostat.dataDir);
    await shows(byId('platform-backups'), /Stop Heliostat[\s\S]*copy the folder/);
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
    await shows(row('worker'), /signal SIGKILL/);
    await shows(byId('platform-events'), /worker ended by itself \(signal SIGKILL\)/);
    await shows(byId('platform-problems'), /worker/);
  });

  it('does not show itself to somebody of another organization', async () => {
    const context = await browser.newContext();
    const owner = page;
    page = await context.newPage();
    page.setDefaultTimeout(pageTimeoutMs);
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
