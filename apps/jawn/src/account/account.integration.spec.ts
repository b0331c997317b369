import { type Organization, type WhoAmI } from '@heliostat/contracts';
import { dataOf, JawnFixture } from '../testing/jawn-fixture.js';
import { TestClient } from '../testing/test-jawn.js';

let fixture: JawnFixture;
beforeAll(async () => {
  fixture = await JawnFixture.start();
});
afterEach(() => fixture.closeJawns());
afterAll(() => fixture.stop());

const whoAmI = async (client: TestClient) => dataOf<WhoAmI>(await client.get('/v1/whoami'));
const names = ['a', 'b', 'c', 'd'].map((name) => `${name}@example.com`);

describe('sign-up', () => {
  it('makes one first owner and an organization for each when several sign up first at two jawns', async () => {
    const first = await fixture.jawn();
    const database = first.config.DATABASE_URL!;
    const second = await fixture.jawn({ DATABASE_URL: database });
    const clients = names.map((_, index) => new TestClient((index % 2 === 0 ? first : second).url));
    const replies = await Promise.all(clients.map((client, index) => client.signUp(names[index]!)));
    expect(replies.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
    const own = await Promise.all(clients.map(async (client) => (await whoAmI(client)).organizations.length));
    expect(own).toEqual([1, 1, 1, 1]);
    expect(await fixture.query(database, 'SELECT * FROM installation')).toHaveLength(1);
  });

  it('lets exactly one in when only the first may and several come at once', async () => {
    const settings = { DATABASE_URL: await fixture.freshDatabase(), HELIOSTAT_SIGN_UP: 'first-owner' };
    const jawns = [await fixture.jawn(settings), await fixture.jawn(settings)];
    const replies = await Promise.all(
      names.map((name, index) => new TestClient(jawns[index % 2]!.url).signUp(name)),
    );
    expect(replies.map(({ status }) => status).sort()).toEqual([200, 403, 403, 403]);
    expect(dataOf(await new TestClient(jawns[0]!.url).get('/v1/public/setup'))).toMatchObject({
      firstOwner: false,
      signUpOpen: false,
    });
  });

  it('is refused in words where it is closed', async () => {
    const { url } = await fixture.jawn({ HELIOSTAT_SIGN_UP: 'closed' });
    expect(await new TestClient(url).signUp('ada@example.com')).toMatchObject({
      status: 403,
      body: { message: expect.stringMatching(/closed/) },
    });
  });

  it.each([
    ['a short password', { email: 'a@example.com', password: 'seven77', name: 'A' }],
    ['a broken address', { email: 'nobody', password: 'correct horse', name: 'A' }],
    ['no name', { email: 'a@example.com', password: 'correct horse' }],
    ['JSON that is none', '{"email":'],
  ])('refuses %s', async (_what, body) => {
    const { url } = await fixture.jawn();
    const { status } = await new TestClient(url).post('/api/auth/sign-up/email', body);
    expect(status).toBe(400);
  });

  it('leaves an account that its next sign-in completes when the organization could not be made', async () => {
    const { url, config } = await fixture.jawn();
    await fixture.query(config.DATABASE_URL!, 'ALTER TABLE organization ADD CONSTRAINT away CHECK (false)');
    const client = new TestClient(url);
    await client.signUp('ada@example.com');
    expect((await whoAmI(client)).organizations).toEqual([]);
    expect(await client.get('/v1/api-keys')).toMatchObject({
      status: 403,
      body: { error: expect.stringMatching(/No organization ID found/) },
    });
    await fixture.query(config.DATABASE_URL!, 'ALTER TABLE organization DROP CONSTRAINT away');
    expect((await client.signIn('ada@example.com')).status).toBe(200);
    expect((await whoAmI(client)).organizations).toMatchObject([{ role: 'owner' }]);
  });
});

describe('sign-in', () => {
  it('ends with sign-out', async () => {
    const jawn = await fixture.jawn();
    const client = await fixture.person(jawn, 'ada@example.com');
    expect((await client.get('/v1/whoami')).status).toBe(200);
    await client.post('/api/auth/sign-out');
    expect((await client.get('/v1/whoami')).status).toBe(401);
  });

  it('SH-08: refuses a page of another origin', async () => {
    const jawn = await fixture.jawn();
    const client = await fixture.person(jawn, 'ada@example.com');
    const body = { email: 'ada@example.com', password: 'correct horse' };
    const reply = await client.send('POST', '/api/auth/sign-in/email', body, {
      origin: 'https://evil.example',
    });
    expect(reply).toMatchObject({ status: 403, body: { message: 'Invalid origin' } });
  });

  it.each(['http://localhost:3000', 'http://127.0.0.1:3000', 'https://heliostat.example'])(
    'works for a page opened as %s',
    async (origin) => {
      const jawn = await fixture.jawn({ HELIOSTAT_PUBLIC_URL: 'https://heliostat.example' });
      const client = await fixture.person(jawn, 'ada@example.com');
      const body = { email: 'ada@example.com', password: 'correct horse' };
      expect((await client.send('POST', '/api/auth/sign-in/email', body, { origin })).status).toBe(200);
    },
  );

  it('is limited in attempts, and a forwarded address of the client’s own making does not help', async () => {
    const { url } = await fixture.jawn();
    const statuses: number[] = [];
    for (let attempt = 0; attempt < 12; attempt++) {
      const body = { email: 'ada@example.com', password: `wrong ${attempt} guess` };
      const extra = { 'x-heliostat-client-address': `203.0.113.${attempt}` };
      statuses.push((await new TestClient(url).send('POST', '/api/auth/sign-in/email', body, extra)).status);
    }
    expect(statuses).toEqual([...Array<number>(10).fill(401), 429, 429]);
  });
});

describe('HELIOSTAT_INIT_*', () => {
  const key = 'sk-helicone-aaaaaaa-bbbbbbb-ccccccc-ddddddd';
  const init = {
    HELIOSTAT_INIT_EMAIL: 'Boss@example.com',
    HELIOSTAT_INIT_PASSWORD: 'a first password',
    HELIOSTAT_INIT_ORG: 'Acme',
    HELIOSTAT_INIT_API_KEY: key,
  };

  it('makes owner, organization and key once, also with two jawns at the same time', async () => {
    const settings = { ...init, DATABASE_URL: await fixture.freshDatabase() };
    const [first] = await Promise.all([fixture.jawn(settings), fixture.jawn(settings)]);
    const keyed = new TestClient(first.url, key);
    expect(dataOf<Organization[]>(await keyed.get('/v1/organization'))).toMatchObject([{ name: 'Acme' }]);
    const boss = new TestClient(first.url);
    expect((await boss.signIn('boss@example.com', 'a first password')).status).toBe(200);
    expect((await whoAmI(boss)).organizations).toMatchObject([{ name: 'Acme', role: 'owner' }]);
    expect(await fixture.query(settings.DATABASE_URL, 'SELECT id FROM organization')).toHaveLength(1);
  });

  it('is ignored on an installation that has an owner', async () => {
    const first = await fixture.jawn();
    await fixture.person(first, 'ada@example.com');
    const second = await fixture.jawn({ ...init, DATABASE_URL: first.config.DATABASE_URL! });
    expect((await new TestClient(second.url, key).get('/v1/whoami')).status).toBe(401);
  });
});
