import { type Organization, type OrganizationMember, type WhoAmI } from '@heliostat/contracts';
import { dataOf, JawnFixture } from '../testing/jawn-fixture.js';
import { TestClient, type TestJawn } from '../testing/test-jawn.js';

let fixture: JawnFixture;
let jawn: TestJawn;
beforeAll(async () => {
  fixture = await JawnFixture.start();
});
beforeEach(async () => {
  jawn = await fixture.jawn();
});
afterEach(() => fixture.closeJawns());
afterAll(() => fixture.stop());

const whoAmI = async (client: TestClient) => dataOf<WhoAmI>(await client.get('/v1/whoami'));
const ownOrganization = async (client: TestClient) => (await whoAmI(client)).organizations[0]!.id;
const membersOf = async (client: TestClient, id: string) =>
  dataOf<OrganizationMember[]>(await client.get(`/v1/organization/${id}/members`));

/** An owner and someone with `role` in the same organisation, who looks at it. */
async function pair(role: string) {
  const owner = await fixture.person(jawn, 'owner@example.com');
  const other = await fixture.person(jawn, 'other@example.com');
  const id = await ownOrganization(owner);
  await owner.post(`/v1/organization/${id}/add_member`, { email: 'other@example.com', role });
  other.organizationId = id;
  const [ownerId, otherId] = [(await whoAmI(owner)).user!.id, (await whoAmI(other)).user!.id];
  return { owner, other, id, ownerId, otherId };
}

describe('organizations', () => {
  it('gives each account its own, which nobody else can see or change', async () => {
    const ada = await fixture.person(jawn, 'ada@example.com');
    const eve = await fixture.person(jawn, 'eve@example.com');
    const id = await ownOrganization(ada);
    const key = dataOf<{ id: string }>(await ada.post('/v1/api-keys', { api_key_name: 'x' }));

    expect(await ownOrganization(eve)).not.toBe(id);
    expect(dataOf(await eve.get('/v1/api-keys'))).toEqual([]);
    const foreign = await Promise.all([
      eve.get(`/v1/organization/${id}`),
      eve.get(`/v1/organization/${id}/members`),
      eve.post(`/v1/organization/${id}/update`, { name: 'mine' }),
      eve.post(`/v1/organization/${id}/add_member`, { email: 'eve@example.com' }),
      eve.delete(`/v1/api-keys/${key.id}`),
      eve.patch(`/v1/api-keys/${key.id}`, { api_key_name: 'mine' }),
    ]);
    expect(foreign.map(({ status }) => status)).toEqual([404, 404, 404, 404, 404, 404]);
    eve.organizationId = id;
    expect((await eve.get('/v1/api-keys')).status).toBe(403);
  });

  it('are made, renamed, chosen by header and deleted with their keys', async () => {
    const ada = await fixture.person(jawn, 'ada@example.com');
    const first = await ownOrganization(ada);
    const second = dataOf<string>(await ada.post('/v1/organization/create', { name: 'Second' }));
    await ada.post(`/v1/organization/${second}/update`, { name: 'Renamed', retention_days: 30 });
    expect(dataOf(await ada.get(`/v1/organization/${second}`))).toMatchObject({
      name: 'Renamed',
      retention_days: 30,
      role: 'owner',
    });
    expect((await whoAmI(ada)).activeOrganizationId).toBe(first);

    ada.organizationId = second;
    expect((await whoAmI(ada)).activeOrganizationId).toBe(second);
    const { apiKey } = dataOf<{ apiKey: string }>(await ada.post('/v1/api-keys', { api_key_name: 'x' }));
    const keyed = new TestClient(jawn.url, apiKey);
    expect(dataOf<Organization[]>(await keyed.get('/v1/organization'))).toMatchObject([{ id: second }]);

    expect((await ada.delete('/v1/organization/delete')).status).toBe(200);
    expect((await keyed.get('/v1/organization')).status).toBe(401);
    ada.organizationId = undefined;
    expect((await whoAmI(ada)).organizations.map(({ id }) => id)).toEqual([first]);
  });

  it('refuse a name that is empty and a retention that is no number of days', async () => {
    const ada = await fixture.person(jawn, 'ada@example.com');
    const id = await ownOrganization(ada);
    const replies = await Promise.all([
      ada.post('/v1/organization/create', { name: ' ' }),
      ada.post(`/v1/organization/${id}/update`, { retention_days: 0 }),
    ]);
    expect(replies).toMatchObject([
      { status: 400, body: { error: expect.stringMatching(/^name: /) } },
      { status: 400, body: { error: expect.stringMatching(/^retention_days: /) } },
    ]);
  });

  it('cannot be made or managed by an API key', async () => {
    const ada = await fixture.person(jawn, 'ada@example.com');
    const id = await ownOrganization(ada);
    const { apiKey } = dataOf<{ apiKey: string }>(await ada.post('/v1/api-keys', { api_key_name: 'x' }));
    const keyed = new TestClient(jawn.url, apiKey);
    const replies = await Promise.all([
      keyed.post('/v1/organization/create', { name: 'x' }),
      keyed.post(`/v1/organization/${id}/update`, { name: 'x' }),
      keyed.post(`/v1/organization/${id}/add_member`, { email: 'eve@example.com' }),
      keyed.delete('/v1/organization/delete'),
    ]);
    expect(replies.map(({ status }) => status)).toEqual([403, 403, 403, 403]);
  });
});

describe('members', () => {
  it('are invited without a mail server: an unknown address gets an account and a temporary password', async () => {
    const ada = await fixture.person(jawn, 'ada@example.com');
    const id = await ownOrganization(ada);
    const reply = await ada.post(`/v1/organization/${id}/add_member`, {
      email: 'Bob@Example.com',
      role: 'viewer',
    });
    const { temporaryPassword } = dataOf<{ temporaryPassword: string }>(reply);
    const bob = new TestClient(jawn.url);
    expect((await bob.signIn('bob@example.com', temporaryPassword)).status).toBe(200);
    expect((await whoAmI(bob)).organizations).toMatchObject([{ id, role: 'viewer' }]);
  });

  it('are added without a password where the account exists, and only once', async () => {
    const { owner, id } = await pair('member');
    const again = await owner.post(`/v1/organization/${id}/add_member`, { email: 'other@example.com' });
    expect(again).toMatchObject({ status: 409, body: { error: expect.stringMatching(/member already/) } });
    expect((await membersOf(owner, id)).map(({ email, org_role }) => [email, org_role])).toEqual([
      ['owner@example.com', 'owner'],
      ['other@example.com', 'member'],
    ]);
  });

  it('may be invited by two organizations at the same moment', async () => {
    const ada = await fixture.person(jawn, 'ada@example.com');
    const eve = await fixture.person(jawn, 'eve@example.com');
    const invite = async (client: TestClient) =>
      client.post(`/v1/organization/${await ownOrganization(client)}/add_member`, {
        email: 'new@example.com',
      });
    const replies = await Promise.all([invite(ada), invite(eve)]);
    expect(replies.map(({ status }) => status)).toEqual([200, 200]);
    const passwords = replies.filter((reply) => 'temporaryPassword' in dataOf<object>(reply));
    expect(passwords).toHaveLength(1);
  });

  it('who are viewers look at everything and change nothing', async () => {
    const { other, id, otherId } = await pair('viewer');
    expect((await other.get('/v1/api-keys')).status).toBe(200);
    const replies = await Promise.all([
      other.post('/v1/api-keys', { api_key_name: 'x' }),
      other.post(`/v1/organization/${id}/update`, { name: 'x' }),
      other.post(`/v1/organization/${id}/update_member`, { memberId: otherId, role: 'owner' }),
    ]);
    expect(replies.map(({ status }) => status)).toEqual([403, 403, 403]);
  });

  it('who are admins manage members and never make or unmake owners', async () => {
    const { owner, other, id, ownerId, otherId } = await pair('admin');
    expect((await other.post(`/v1/organization/${id}/add_member`, { email: 'new@example.com' })).status).toBe(
      200,
    );
    const replies = await Promise.all([
      other.post(`/v1/organization/${id}/add_member`, { email: 'boss@example.com', role: 'owner' }),
      other.post(`/v1/organization/${id}/update_member`, { memberId: otherId, role: 'owner' }),
      other.post(`/v1/organization/${id}/update_member`, { memberId: ownerId, role: 'viewer' }),
      other.delete(`/v1/organization/${id}/remove_member?memberId=${ownerId}`),
      other.post(`/v1/organization/${id}/update_owner`, { memberId: otherId }),
      other.delete('/v1/organization/delete'),
    ]);
    expect(replies.map(({ status }) => status)).toEqual([403, 403, 403, 403, 403, 403]);
    expect(dataOf(await owner.get(`/v1/organization/${id}/owner`))).toMatchObject([{ member: ownerId }]);
  });

  it('may leave, and lose access at once', async () => {
    const { other, id, otherId } = await pair('viewer');
    expect((await other.delete(`/v1/organization/${id}/remove_member?memberId=${otherId}`)).status).toBe(200);
    expect((await other.get('/v1/api-keys')).status).toBe(403);
  });

  it('keep one owner, whoever tries', async () => {
    const { owner, id, ownerId } = await pair('member');
    const replies = await Promise.all([
      owner.delete(`/v1/organization/${id}/remove_member?memberId=${ownerId}`),
      owner.post(`/v1/organization/${id}/update_member`, { memberId: ownerId, role: 'admin' }),
    ]);
    expect(replies.map(({ status }) => status)).toEqual([409, 409]);
  });

  it('keep one owner when two owners demote each other at the same moment', async () => {
    const { owner, other, id, ownerId, otherId } = await pair('owner');
    await Promise.all([
      owner.post(`/v1/organization/${id}/update_member`, { memberId: otherId, role: 'member' }),
      other.post(`/v1/organization/${id}/update_member`, { memberId: ownerId, role: 'member' }),
    ]);
    const owners = (await membersOf(owner, id)).filter(({ org_role }) => org_role === 'owner');
    expect(owners).toHaveLength(1);
  });

  it('take an organization over from its owner', async () => {
    const { owner, id, ownerId, otherId } = await pair('member');
    expect((await owner.post(`/v1/organization/${id}/update_owner`, { memberId: otherId })).status).toBe(200);
    expect((await membersOf(owner, id)).map(({ member, org_role }) => [member, org_role])).toEqual([
      [ownerId, 'admin'],
      [otherId, 'owner'],
    ]);
  });
});
