import { randomUUID } from 'node:crypto';
import { createSimulator, type Simulator } from '@heliostat/simulator';
import type { Browser, Page, Route } from 'playwright-core';
import { eventually } from '../harness/eventually.js';
import { launchBrowser, pageTimeoutMs, shows } from '../harness/browser.js';
import { Heliostat } from '../harness/heliostat.js';

const secret = 'sk-proj-very-secret-7777';

/** The pages of the gateway: a key of one's own, a limit, credits, the models, and what a call went through. */
describe('The pages of the gateway in Chromium', () => {
  let simulator: Simulator;
  let heliostat: Heliostat;
  let browser: Browser;
  let page: Page;
  let apiKey = '';
  let modelString = '';
  const faults: string[] = [];

  beforeAll(async () => {
    simulator = await createSimulator({
      behave: ({ url }) => (url.includes('/openai/deployments/') ? { status: 500 } : undefined),
    });
    heliostat = await Heliostat.start({
      env: {
        PROVIDER_OPENAI_BASE_URL: simulator.url,
        PROVIDER_AZURE_BASE_URL: simulator.url,
        PROVIDER_GROQ_API_KEY: 'gsk-of-the-installation',
      },
    });
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
    await page.fill('input[name=name]', 'Ada');
    await page.fill('input[type=email]', 'ada@example.com');
    await page.fill('input[type=password]', 'correct horse battery');
    await byId('sign-up-submit').click();
    await page.waitForURL(/onboarding/);
    apiKey = (await byId('first-api-key').innerText()).trim();
  }, 240_000);

  afterAll(async () => {
    await browser?.close();
    await heliostat?.dispose();
    await simulator?.close();
  }, 180_000);

  const byId = (id: string) => page.getByTestId(id);
  const call = (model: string, headers: Record<string, string> = {}) =>
    fetch(`${heliostat.proxyUrl}/v1/chat/completions`, {
      method: 'POST',
      headers: { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json', ...headers },
      body: JSON.stringify({ model, messages: [{ role: 'user', content: 'What is a heliostat?' }] }),
    });
  /** What is set reaches the proxy within a second, which a busy machine may take longer for. */
  const until = (works: () => Promise<boolean>) => eventually('the proxy hears of it', works);
  /** A page shows a request by its address as it is in the log then, and looks for it once. */
  const openRequest = async (id: string) => {
    const headers = { authorization: `Bearer ${apiKey}` };
    const stored = async () => (await fetch(`${heliostat.apiUrl}/v1/request/${id}`, { headers })).ok;
    await eventually('the request is in the log', stored);
    await page.goto(`${heliostat.webUrl}/requests/${id}`);
    await byId('tab-details').click();
  };
  const addKey = async (name: string, key: string) => {
    await byId('new-provider-key').first().click();
    await byId('provider-key-name').fill(name);
    await byId('provider-key-secret').fill(key);
  };
  const saveKey = async () => {
    await byId('save-provider-key').click();
    await byId('save-provider-key').waitFor({ state: 'detached' });
  };

  it('shows the unified API first, with the key filled in', async () => {
    await shows(byId('onboarding'), /\/v1\/chat\/completions/);
    const text = await byId('onboarding').innerText();
    expect(text).not.toContain('/oai/v1');
    expect(text).toContain(apiKey);
  });

  it('shows the way out of a first call that no key pays, and celebrates none (GW-07)', async () => {
    expect((await call('gpt-4o-mini/openai')).status).toBe(401);
    await byId('failed-first-request').waitFor();
    expect(await byId('failed-first-request').innerText()).toContain('There is no key for');
    await byId('add-provider-key').click();
    await page.waitForURL(/settings\/providers/);
  });

  it('keeps a provider key, and shows it masked alone (CR-02)', async () => {
    await page.goto(`${heliostat.webUrl}/providers`);
    await page.waitForURL(/settings\/providers/);
    await byId('providers-empty').waitFor();
    await byId('installation-key').first().waitFor();
    expect(await byId('installation-key').allInnerTexts()).toEqual(['Groq']);
    await addKey('Main', secret);
    await saveKey();
    const row = byId('provider-key-row');
    await row.waitFor();
    await shows(row, /Main[\s\S]*OpenAI[\s\S]*••••7777/);
    expect(await page.content()).not.toContain(secret);
    const id = (await row.getByTestId('deployment-id').innerText()).trim();
    modelString = `gpt-4o-mini/openai/${id}`;
    await shows(row.getByTestId('model-string'), new RegExp(`^\\s*${modelString}\\s*$`));
  });

  it('asks for what Azure needs, and says what is missing', async () => {
    await addKey('Frankfurt', 'azure-key-0001');
    await byId('provider-select').click();
    await page.getByRole('option', { name: 'Azure OpenAI' }).click();
    await byId('save-provider-key').click();
    await page.getByText('Azure needs the name of the resource, or its base URI.').waitFor();
    await byId('provider-resourceName').fill('my-resource');
    await byId('provider-deploymentName').fill('gpt-4o');
    await saveKey();
    await page.getByTestId('provider-key-row').nth(1).waitFor();
    await shows(byId('providers'), /Frankfurt[\s\S]*my-resource · gpt-4o/);
  });

  it('takes a key out of what calls may use by themselves (GW-07)', async () => {
    await until(async () => (await call('gpt-4o-mini/openai')).ok);
    const toggle = byId('provider-key-row').filter({ hasText: 'Main' }).getByTestId('byok-switch');
    await toggle.click({ force: true });
    await until(async () => (await call('gpt-4o-mini/openai')).status === 401);
    expect((await call(modelString)).status).toBe(200);
    await toggle.click({ force: true });
    await until(async () => (await call('gpt-4o-mini/openai')).ok);
  });

  it('finds a model, what it costs and how to name it (MR-01)', async () => {
    await byId('nav-models').click();
    await byId('model-row').first().waitFor();
    const all = await byId('model-row').count();
    await byId('models-search').fill('gpt-4o-mini');
    const row = page.locator('[data-testid=model-row][data-model="gpt-4o-mini"]');
    await row.waitFor();
    expect(await row.innerText()).toMatch(/128K[\s\S]*\$0\.15[\s\S]*\$0\.6/);
    await eventually('others are left out', async () => (await byId('model-row').count()) < all);
    await row.getByTestId('open-model').click();
    await shows(byId('model-providers'), /gpt-4o-mini\/openai[\s\S]*Yes/);
  });

  it('shows every attempt of a request, and whose key paid (FB-01)', async () => {
    const id = randomUUID();
    expect((await call('gpt-4o/azure,gpt-4o-mini/openai', { 'helicone-request-id': id })).status).toBe(200);
    await openRequest(id);
    await byId('request-attempts').waitFor();
    const attempts = await byId('request-attempt').allInnerTexts();
    expect(attempts.at(0)).toMatch(/azure[\s\S]*500[\s\S]*Own key/);
    expect(attempts.at(-1)).toMatch(/openai[\s\S]*gpt-4o-mini[\s\S]*200[\s\S]*Own key/);
    expect(await byId('request-details').innerText()).toMatch(/Paid by\s*Your own key/);
  });

  it('links a reply from the cache to the request that it is of (CA-07)', async () => {
    const [first, second] = [randomUUID(), randomUUID()];
    for (const id of [first, second]) {
      const reply = await call('gpt-4o-mini/openai', {
        'helicone-request-id': id,
        'helicone-cache-enabled': 'true',
      });
      await reply.text();
    }
    await openRequest(second);
    await shows(byId('request-details'), /Cost saved\s*\$0\.0/);
    await byId('cache-reference').click();
    await page.waitForURL(new RegExp(first));
    await page.goto(`${heliostat.webUrl}/dashboard`);
    expect(await byId('tile-cache-hits-value').innerText()).toBe('1');
    expect(await byId('tile-cost-saved-value').innerText()).toMatch(/^\$0\.0/);
    expect(await byId('tile-time-saved-value').innerText()).toMatch(/^<?\d+(\.\d+)? (ms|s)$/);
  });

  it('lets the operator set a balance, which stands in the ledger (CR-01)', async () => {
    await byId('nav-credits').click();
    expect(await byId('credit-state').first().innerText()).toBe('Not limited');
    await byId('change-wallet').first().click();
    await byId('wallet-amount').fill('12.34');
    await byId('save-wallet').click();
    await byId('credit-balance').getByText('$12.34').waitFor();
    await byId('credit-entry').first().waitFor();
    expect(await byId('credit-entry').first().innerText()).toMatch(/Added[\s\S]*\+\$12\.34/);
  });

  it('sets a rate limit that holds, and shows it as a header (RL-08)', async () => {
    await page.goto(`${heliostat.webUrl}/settings`);
    await byId('settings-tab-rate-limits').click();
    await byId('rate-limits-empty').waitFor();
    await byId('new-rate-limit').first().click();
    await byId('rate-limit-name').fill('one a day');
    await byId('rate-limit-quota').fill('1');
    await byId('save-rate-limit').click();
    await byId('rate-limit-row').waitFor();
    expect(await byId('rate-limit-row').innerText()).toMatch(/one a day[\s\S]*1 request in 1 hour/);
    expect(await byId('rate-limit-header').innerText()).toBe('Helicone-RateLimit-Policy: 1;w=3600');
    await until(async () => (await call('gpt-4o-mini/openai')).status === 429);
    await byId('delete-rate-limit').click();
    await byId('confirm-delete-rate-limit').click();
    await byId('rate-limits-empty').waitFor();
    await until(async () => (await call('gpt-4o-mini/openai')).ok);
  });

  it('says what the API allows when that is used up, and goes on by itself (RL-09)', async () => {
    let usedUp = true;
    const error = 'Too many requests: a member may send 1000 to the API in 60 s. Try again in 2 s.';
    const limited = (route: Route) =>
      usedUp
        ? route.fulfill({ status: 429, headers: { 'retry-after': '2' }, json: { data: null, error } })
        : route.fallback();
    await page.route('**/api/v1/rate-limits', limited);
    await page.goto(`${heliostat.webUrl}/settings/rate-limits`);
    const words = await byId('error-state').innerText();
    expect(words).toMatch(
      /may send 1000 to the API in 60 s\. Try again in 2 s\. This page does so by itself\./,
    );
    usedUp = false;
    await byId('rate-limits-empty').waitFor();
    await page.unroute('**/api/v1/rate-limits', limited);
  });

  it('breaks no policy and throws nothing on the way', () => {
    expect(faults).toEqual([]);
  });
});
