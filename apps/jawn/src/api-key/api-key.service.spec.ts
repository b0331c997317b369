import { type ChangeNotice } from '@heliostat/contracts';
import { type ChangesService } from '../postgres/changes.service.js';
import { fake } from '../testing/fake.js';
import { type Principal } from '../principal/principal.js';
import { hashApiKey } from './api-key-format.js';
import { type ApiKeyRepository, type NewApiKey } from './api-key.repository.js';
import { ApiKeyService } from './api-key.service.js';

const principal: Principal = {
  kind: 'user',
  userId: 'ada',
  keyId: null,
  organizationId: 'acme',
  role: 'member',
  permissions: 'rw',
};

describe(ApiKeyService.name, () => {
  it('stores the hash and the preview of a new key, and never the key', async () => {
    const stored: NewApiKey[] = [];
    const sut = new ApiKeyService(
      fake<ApiKeyRepository>({
        create: async (key) => {
          stored.push(key);
          return 'id';
        },
      }),
      fake<ChangesService>({}),
    );
    const { apiKey, hashedKey } = await sut.create(principal, 'laptop', 'r');
    expect(hashedKey).toBe(hashApiKey(apiKey));
    expect(stored).toMatchObject([
      { organizationId: 'acme', createdBy: 'ada', name: 'laptop', permissions: 'r', hash: hashedKey },
    ]);
    expect(JSON.stringify(stored)).not.toContain(apiKey);
  });

  it('answers 404 where the organization has no such key', async () => {
    const sut = new ApiKeyService(
      fake<ApiKeyRepository>({ revoke: async () => null, rename: async () => null }),
      fake<ChangesService>({}),
    );
    await expect(sut.revoke(principal, 'x')).rejects.toMatchObject({ status: 404 });
    await expect(sut.rename(principal, 'x', 'y')).rejects.toMatchObject({ status: 404 });
  });

  it('tells this process of a revoked key at once', async () => {
    const told: ChangeNotice[] = [];
    const sut = new ApiKeyService(
      fake<ApiKeyRepository>({ revoke: async () => 'hash' }),
      fake<ChangesService>({ deliver: (notice) => void told.push(notice) }),
    );
    await sut.revoke(principal, 'x');
    expect(told).toEqual([{ kind: 'api-key', id: 'hash' }]);
  });
});
