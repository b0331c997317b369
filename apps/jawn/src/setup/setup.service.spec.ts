import { loadConfig } from '@heliostat/platform';
import { type AccountService } from '../account/account.service.js';
import { fake } from '../testing/fake.js';
import { SetupService } from './setup.service.js';

const state = (settings: Record<string, string>) =>
  new SetupService(
    fake<AccountService>({ setup: async () => ({ firstOwner: true, signUpOpen: true }) }),
    loadConfig(settings),
  ).state();

describe(SetupService.name, () => {
  it('names the doors on the host that people open', async () => {
    expect(await state({ HELIOSTAT_PUBLIC_URL: 'http://box.local:3000', PROXY_PORT: '9000' })).toMatchObject({
      firstOwner: true,
      proxyUrl: 'http://box.local:9000',
      apiUrl: 'http://box.local:3000/api',
    });
  });

  it('names the ports of this machine where nothing is set', async () => {
    expect(await state({})).toMatchObject({
      proxyUrl: 'http://localhost:8787',
      apiUrl: 'http://localhost:8585',
    });
  });

  it('names the proxy as the settings do where they do', async () => {
    expect(await state({ PROXY_PUBLIC_URL: 'https://llm.example.com/' })).toMatchObject({
      proxyUrl: 'https://llm.example.com',
    });
  });
});
