import { type KeyPermissions } from '@heliostat/contracts';
import { type AuthService } from '../auth/auth.service.js';
import { type MembershipRepository } from '../organization/membership.repository.js';
import { fake } from '../testing/fake.js';
import { CallerService } from './caller.service.js';
import { type KeyDirectoryService } from './key-directory.service.js';

const key = 'sk-helicone-aaaaaaa-bbbbbbb-ccccccc-ddddddd';
const organizationId = '0b54f2a1-7d4f-4f8b-9b5e-111111111111';

function setUp({ permissions = 'rw' as KeyPermissions, user = 'ada' as string | null } = {}) {
  return new CallerService(
    fake<KeyDirectoryService>({
      find: async (given) => (given === key ? { id: 'key-id', organizationId, permissions } : null),
    }),
    fake<AuthService>({ userOfSession: async () => user }),
    fake<MembershipRepository>({
      findForUser: async (_user, wanted) =>
        wanted === undefined || wanted === organizationId ? { organizationId, role: 'viewer' } : null,
    }),
  );
}

describe(CallerService.name, () => {
  it.each([
    ['rw', 'member'],
    ['r', 'viewer'],
  ] as const)('lets a key with %s act as a %s of its organization', async (permissions, role) => {
    const { principal } = await setUp({ permissions }).identify({ authorization: `Bearer ${key}` });
    expect(principal).toEqual({
      kind: 'key',
      userId: null,
      keyId: 'key-id',
      organizationId,
      role,
      permissions,
    });
  });

  it('lets a key win over a session that a browser sent along', async () => {
    const { principal } = await setUp().identify({ authorization: key, cookie: 'session=1' });
    expect(principal?.kind).toBe('key');
  });

  it('takes the role of a user from the membership, and viewers only read', async () => {
    const { principal } = await setUp().identify({ cookie: 'session=1' });
    expect(principal).toMatchObject({ kind: 'user', userId: 'ada', role: 'viewer', permissions: 'r' });
  });

  it.each([
    ['no credentials', {}, 401],
    ['a wrong key', { authorization: 'Bearer sk-helicone-wrong' }, 401],
    ['a key of another form that happens to be long', { authorization: 'x'.repeat(10_000) }, 401],
    [
      'an organization of others',
      { cookie: 'a=1', 'helicone-org-id': '0b54f2a1-7d4f-4f8b-9b5e-222222222222' },
      403,
    ],
    ['an organization that is no UUID', { cookie: 'a=1', 'helicone-org-id': `' OR 1=1` }, 400],
  ])('refuses %s', async (_what, headers, status) => {
    await expect(setUp().identify(headers)).rejects.toMatchObject({ status });
  });

  it('ER-05: refuses a session that ended', async () => {
    await expect(setUp({ user: null }).identify({ cookie: 'session=old' })).rejects.toMatchObject({
      status: 401,
    });
  });
});
