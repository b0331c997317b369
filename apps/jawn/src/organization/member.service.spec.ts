import { type Role } from '@heliostat/contracts';
import { type AuthService } from '../auth/auth.service.js';
import { type Principal } from '../principal/principal.js';
import { fake } from '../testing/fake.js';
import { type MemberEditor, type MemberRepository } from './member.repository.js';
import { MemberService } from './member.service.js';
import { type OrganizationService } from './organization.service.js';

const principal = (userId: string, role: Role): Principal => ({
  kind: 'user',
  userId,
  keyId: null,
  organizationId: 'acme',
  role,
  permissions: 'rw',
});

/** Members in memory; accounts are members or people known by their address. */
function setUp(members: Record<string, Role>, accounts: Record<string, string> = {}) {
  const created: string[] = [];
  let collisions = 0;
  const editor: MemberEditor = {
    role: async (userId) => members[userId],
    owners: async () => Object.values(members).filter((role) => role === 'owner').length,
    setRole: async (userId, role) => void (members[userId] = role),
    remove: async (userId) => void delete members[userId],
    add: async (userId, role) => void (members[userId] = role),
    findUserId: async (email) => accounts[email],
    createUser: async (email) => {
      if (collisions-- > 0) {
        accounts[email] = email;
        throw Object.assign(new Error('duplicate'), { code: '23505' });
      }
      created.push(email);
      return email;
    },
  };
  const sut = new MemberService(
    fake<MemberRepository>({ edit: async (_id, change) => change(editor) }),
    fake<OrganizationService>({ requireRole: async (who) => who.role }),
    fake<AuthService>({ hashPassword: async (password) => `hashed ${password}` }),
  );
  return { sut, members, created, collideOnce: () => (collisions = 1) };
}

describe(MemberService.name, () => {
  it('makes an account for an unknown address and tells its password once', async () => {
    const { sut, members, created } = setUp({ ada: 'owner' });
    const { temporaryPassword } = await sut.add(
      principal('ada', 'owner'),
      'acme',
      'Bob@Example.com',
      'member',
    );
    expect(temporaryPassword).toHaveLength(16);
    expect(created).toEqual(['bob@example.com']);
    expect(members).toEqual({ ada: 'owner', 'bob@example.com': 'member' });
  });

  it('adds a known account without touching its password', async () => {
    const { sut, created } = setUp({ ada: 'owner' }, { 'bob@example.com': 'bob' });
    expect(await sut.add(principal('ada', 'owner'), 'acme', 'bob@example.com', 'viewer')).toEqual({});
    expect(created).toEqual([]);
  });

  it('adds the account that another organization made in the same moment', async () => {
    const { sut, members, collideOnce } = setUp({ ada: 'owner' });
    collideOnce();
    expect(await sut.add(principal('ada', 'owner'), 'acme', 'bob@example.com', 'viewer')).toEqual({});
    expect(members).toMatchObject({ 'bob@example.com': 'viewer' });
  });

  it('goes by the role that the caller has when the change runs, not when it was asked for', async () => {
    const { sut, members } = setUp({ ada: 'member', bob: 'owner' });
    const demoted = principal('ada', 'owner');
    await expect(sut.setRole(demoted, 'acme', 'bob', 'viewer')).rejects.toMatchObject({ status: 403 });
    await expect(sut.handOver(demoted, 'acme', 'ada')).rejects.toMatchObject({ status: 403 });
    expect(members).toEqual({ ada: 'member', bob: 'owner' });
  });

  it('keeps the last owner', async () => {
    const { sut, members } = setUp({ ada: 'owner', bob: 'admin' });
    const ada = principal('ada', 'owner');
    await expect(sut.remove(ada, 'acme', 'ada')).rejects.toMatchObject({ status: 409 });
    await expect(sut.setRole(ada, 'acme', 'ada', 'admin')).rejects.toMatchObject({ status: 409 });
    expect(members['ada']).toBe('owner');
  });

  it('lets one of two owners go', async () => {
    const { sut, members } = setUp({ ada: 'owner', bob: 'owner' });
    await sut.remove(principal('ada', 'owner'), 'acme', 'ada');
    expect(members).toEqual({ bob: 'owner' });
  });

  it('hands over to a member and keeps the former owner as admin', async () => {
    const { sut, members } = setUp({ ada: 'owner', bob: 'viewer' });
    await sut.handOver(principal('ada', 'owner'), 'acme', 'bob');
    expect(members).toEqual({ ada: 'admin', bob: 'owner' });
  });

  it('hands over to nobody who is no member', async () => {
    const { sut } = setUp({ ada: 'owner' });
    await expect(sut.handOver(principal('ada', 'owner'), 'acme', 'eve')).rejects.toMatchObject({
      status: 404,
    });
  });
});
