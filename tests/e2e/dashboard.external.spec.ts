import { randomUUID } from 'node:crypto';
import { createSimulator, type Simulator } from '@heliostat/simulator';
import type { Browser, Page } from 'playwright-core';
import { eventually } from '../harness/eventually.js';
import { launchBrowser, pageTimeoutMs, shows } from '../harness/browser.js';
import { Heliostat } from '../harness/heliostat.js';

/** A stranger's first minutes, in a real browser: sign up, copy the key, make a call, see it. */
describe('The dashboard in Chromium', () => {
  let simulator: Simulator;
  let heliostat: Heliostat;
  let browser: Browser;
  let page: Page;
  let key = '';
  const faults: string[] = [];

  beforeAll(async () => {
    simulator = await createSimulator();
    heliostat = await Heliostat.start({ env: { PROVIDER_OPENAI_BASE_URL: simulator.url } });
    browser = await launchBrowser();
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
    page = await context.newPage();
    page.setDefaultTimeout(pageTimeoutMs);
    page.on('pageerror', (error) => faults.push(error.message));
    page.on('console', (message) => {
      if (message.type() === 'error' && /Content Security Policy|Refused to/.test(message.text()))
        faults.push(message.text());
    });
  }, 240_000);

  afterAll(async () => {
    await browser?.close();
    await heliostat?.dispose();
    await simulator?.close();
  }, 180_000);

  const byId = (id: string) => page.getByTestId(id);
  const call = async (id: string, content: string, headers: Record<string, string> = {}) => {
    const reply = await fetch(`${heliostat.proxyUrl}/oai/v1/chat/completions`, {
      method: 'POST',
      headers: {
        authorization: 'Bearer sk-test',
        'content-type': 'application/json',
        'helicone-auth': `Bearer ${key}`,
        'helicone-request-id': id,
        ...headers,
      },
      body: JSON.stringify({ model: 'gpt-4o-mini', messages: [{ role: 'user', content }] }),
    });
    await reply.text();
    return reply;
  };

  it('signs the first owner up and hands out a key', async () => {
    await page.goto(heliostat.webUrl);
    await page.waitForURL(/sign-?up/);
    await page.fill('input[name=name]', 'Ada');
    await page.fill('input[type=email]', 'ada@example.com');
    await page.fill('input[type=password]', 'correct horse battery');
    await byId('sign-up-submit').click();
    await page.waitForURL(/onboarding/);
    key = (await byId('first-api-key').innerText()).trim();
    expect(key).toMatch(/^sk-helicone-[a-z0-9]{7}(-[a-z0-9]{7}){3}$/);
    await byId('waiting-for-request').waitFor();
  });

  it('celebrates the first request', async () => {
    expect((await call(randomUUID(), 'What is a heliostat?', { 'Helicone-User-Id': 'ada' })).status).toBe(
      200,
    );
    await byId('first-request').waitFor();
    expect(await byId('first-request').innerText()).toMatch(/gpt-4o-mini[\s\S]*\$0\.0/);
  });

  it('shows the call with its conversation, tokens and cost', async () => {
    await byId('open-first-request').click();
    const drawer = byId('request-drawer');
    await drawer.getByText('What is a heliostat?').waitFor();
    expect(await byId('drawer-cost').innerText()).toMatch(/\$0\.0\d+/);
    await byId('tab-raw').click();
    await drawer.getByText('chat.completion').first().waitFor();
    await page.keyboard.press('Escape');
    await drawer.waitFor({ state: 'detached' });
  });

  it('counts it on the dashboard', async () => {
    await page.goto(`${heliostat.webUrl}/dashboard`);
    expect(await byId('tile-requests-value').innerText()).toBe('1');
    await shows(byId('dashboard'), /gpt-4o-mini[\s\S]*ada/);
  });

  it('shows new calls while it is live, and finds one by its words', async () => {
    await page.goto(`${heliostat.webUrl}/requests`);
    await byId('request-row').first().waitFor();
    await call(randomUUID(), 'Where do marmots sleep?');
    await page.getByText('Where do marmots sleep?').first().waitFor();
    await page.keyboard.press('/');
    await page.keyboard.type('marmots');
    await page.getByText('What is a heliostat?').first().waitFor({ state: 'detached' });
    await page.getByText('Where do marmots sleep?').first().waitFor();
    expect(await byId('request-row').count()).toBe(1);
  });

  it('opens a request from the keyboard', async () => {
    await page.goto(`${heliostat.webUrl}/requests`);
    await byId('request-row').first().waitFor();
    await page.keyboard.press('j');
    await page.keyboard.press('Enter');
    await byId('request-drawer').waitFor();
    await page.keyboard.press('Escape');
  });

  it('revokes a key, after which the proxy refuses it', async () => {
    await page.goto(`${heliostat.webUrl}/keys`);
    await byId('revoke-key').first().click();
    await byId('confirm-revoke').click();
    await byId('confirm-revoke').waitFor({ state: 'detached' });
    await eventually('the proxy hears of it', async () => (await call(randomUUID(), 'Hello')).status === 401);
  });

  it('signs out and in again', async () => {
    await byId('user-menu').click();
    await byId('sign-out').click();
    await page.waitForURL(/sign-?in/);
    await page.fill('input[type=email]', 'ada@example.com');
    await page.fill('input[type=password]', 'correct horse battery');
    await byId('sign-in-submit').click();
    await byId('dashboard').waitFor();
  });

  it('breaks no policy and throws nothing on the way', () => {
    expect(faults).toEqual([]);
  });
});
