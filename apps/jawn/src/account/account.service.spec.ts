import { type Config, createLogger, loadConfig } from '@heliostat/platform';
import { fake } from '../testing/fake.js';
import { type AccountRepository, type FirstOwner } from './account.repository.js';
import { AccountService } from './account.service.js';

type State = { claimed: boolean; accounts: boolean };

function setUp(settings: Record<string, string>, state: State = { claimed: false, accounts: false }) {
  const made: FirstOwner[] = [];
  const repository = fake<AccountRepository>({
    isClaimed: async () => state.claimed,
    hasAccounts: async () => state.accounts,
    exclusively: (action) => action(),
    createFirstOwner: async (owner) => {
      made.push(owner);
      return true;
    },
    ensureOrganization: async () => Promise.reject(new Error('away')),
  });
  const config: Config = loadConfig(settings);
  return { sut: new AccountService(repository, config, createLogger('test', 'silent')), made };
}
const hash = async (password: string) => `hashed ${password}`;

describe(AccountService.name, () => {
  it.each([
    ['open', { claimed: false, accounts: false }, true],
    ['open', { claimed: true, accounts: true }, true],
    ['first-owner', { claimed: false, accounts: false }, true],
    ['first-owner', { claimed: true, accounts: true }, false],
    ['first-owner', { claimed: false, accounts: true }, false],
    ['closed', { claimed: false, accounts: false }, false],
  ])('with sign-up %s and the installation %j lets someone in: %s', async (setting, state, open) => {
    const { sut } = setUp({ HELIOSTAT_SIGN_UP: setting }, state);
    const signUp = sut.signUp(async () => 'in').catch(({ status }: { status: number }) => status);
    expect(await signUp).toBe(open ? 'in' : 403);
    expect(await sut.setup()).toEqual({ firstOwner: !state.claimed, signUpOpen: open });
  });

  it('lets people in whose organization could not be made: the next sign-in tries again', async () => {
    const { sut } = setUp({});
    await expect(sut.onSession('ada')).resolves.toBeUndefined();
  });

  const init = { HELIOSTAT_INIT_EMAIL: 'ada@example.com', HELIOSTAT_INIT_PASSWORD: 'correct horse' };

  it('makes the first owner from the settings, with the password hashed', async () => {
    const { sut, made } = setUp({ ...init, HELIOSTAT_INIT_ORG: 'Acme' });
    await sut.initialize(hash);
    expect(made).toEqual([
      {
        email: 'ada@example.com',
        name: 'ada',
        passwordHash: 'hashed correct horse',
        organizationName: 'Acme',
        apiKey: undefined,
      },
    ]);
  });

  it('leaves an installation with an owner alone', async () => {
    const { sut, made } = setUp(init, { claimed: true, accounts: true });
    await sut.initialize(hash);
    expect(made).toEqual([]);
  });

  it('does nothing without settings', async () => {
    const { sut, made } = setUp({});
    await sut.initialize(hash);
    expect(made).toEqual([]);
  });

  it('names what is missing for an initial key', async () => {
    const { sut } = setUp({ HELIOSTAT_INIT_ORG: 'Acme' });
    await expect(sut.initialize(hash)).rejects.toThrow(/HELIOSTAT_INIT_EMAIL.*expected both/);
  });
});
