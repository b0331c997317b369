import { type ChangeNotice } from '@heliostat/contracts';
import { type OrganizationEntity } from '@heliostat/stores/postgres';
import { type Principal } from '../principal/principal.js';
import { type InstallationService } from '../installation/installation.service.js';
import { type ChangesService } from '../postgres/changes.service.js';
import { fake } from '../testing/fake.js';
import { type MemberRepository } from './member.repository.js';
import { type MembershipRepository } from './membership.repository.js';
import { type OrganizationChanges, type OrganizationRepository } from './organization.repository.js';
import { OrganizationService } from './organization.service.js';

const acme = {
  id: 'acme',
  name: 'Acme',
  createdAt: new Date('2026-01-02T03:04:05Z'),
  retentionDays: 30,
  hasIntegrated: true,
} as OrganizationEntity;

const user = (part: Partial<Principal> = {}): Principal => ({
  kind: 'user',
  userId: 'ada',
  keyId: null,
  organizationId: 'acme',
  role: 'admin',
  permissions: 'rw',
  ...part,
});

function setUp() {
  const updates: OrganizationChanges[] = [];
  const told: ChangeNotice[] = [];
  const sut = new OrganizationService(
    fake<OrganizationRepository>({
      listForUser: async () => [{ organization: acme, role: 'owner' }],
      find: async (id) => (id === 'acme' ? acme : null),
      update: async (_id, changes) => void updates.push(changes),
      delete: async () => ['hash-1', 'hash-2'],
    }),
    fake<MembershipRepository>({
      findForUser: async (_userId, id) =>
        id === 'second' ? { organizationId: 'second', role: 'member' } : null,
    }),
    fake<MemberRepository>({ findUser: async (id) => ({ id, email: 'ada@example.com', name: 'Ada' }) }),
    fake<InstallationService>({ operates: async ({ userId }) => userId === 'ada' }),
    fake<ChangesService>({ deliver: (notice) => void told.push(notice) }),
  );
  return { sut, updates, told };
}

describe(OrganizationService.name, () => {
  it('tells a user all their organizations', async () => {
    const me = await setUp().sut.whoAmI({ userId: 'ada', principal: user() });
    expect(me).toEqual({
      user: { id: 'ada', email: 'ada@example.com', name: 'Ada' },
      organizations: [
        {
          id: 'acme',
          name: 'Acme',
          created_at: '2026-01-02T03:04:05.000Z',
          retention_days: 30,
          has_integrated: true,
          role: 'owner',
        },
      ],
      activeOrganizationId: 'acme',
      operatesInstallation: true,
    });
  });

  it('tells a key its own organization and no user', async () => {
    const principal = user({ kind: 'key', userId: null, keyId: 'k', role: 'member' });
    const me = await setUp().sut.whoAmI({ userId: null, principal });
    expect(me).toMatchObject({ user: null, organizations: [{ id: 'acme', role: 'member' }] });
  });

  it('hides organizations of others, also from keys', async () => {
    const { sut } = setUp();
    await expect(sut.get(user(), 'foreign')).rejects.toMatchObject({ status: 404 });
    const key = user({ kind: 'key', userId: null, keyId: 'k' });
    await expect(sut.get(key, 'second')).rejects.toMatchObject({ status: 404 });
  });

  it('uses the role in the organization that is named, not in the active one', async () => {
    await expect(setUp().sut.update(user({ role: 'owner' }), 'second', { name: 'x' })).rejects.toMatchObject({
      status: 403,
    });
  });

  it('changes what is named and writes nothing where nothing is', async () => {
    const { sut, updates } = setUp();
    await sut.update(user(), 'acme', { name: undefined, retentionDays: undefined });
    await sut.update(user(), 'acme', { retentionDays: null });
    expect(updates).toEqual([{ retentionDays: null }]);
  });

  it('is deleted by owners alone', async () => {
    await expect(setUp().sut.delete(user({ role: 'admin' }))).rejects.toMatchObject({ status: 403 });
  });

  it('tells this process at once that the keys of a deleted organization have ended', async () => {
    const { sut, told } = setUp();
    await sut.delete(user({ role: 'owner' }));
    expect(told).toEqual([
      { kind: 'api-key', id: 'hash-1' },
      { kind: 'api-key', id: 'hash-2' },
    ]);
  });
});
