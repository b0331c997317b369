import { createLogger } from '@heliostat/platform';
import { type ApiKeyEntity } from '@heliostat/stores/postgres';
import { hashApiKey } from '../api-key/api-key-format.js';
import { type ApiKeyRepository } from '../api-key/api-key.repository.js';
import { type ChangesService } from '../postgres/changes.service.js';
import { fake } from '../testing/fake.js';
import { KeyDirectoryService } from './key-directory.service.js';

const key = 'sk-helicone-aaaaaaa-bbbbbbb-ccccccc-ddddddd';
const entity = { id: 'id', organizationId: 'acme', permissions: 'rw' } as ApiKeyEntity;

function setUp(touch: () => Promise<void> = async () => {}) {
  const state = { found: entity as ApiKeyEntity | null, lookups: 0, touches: 0, whileLooking: () => {} };
  const handlers: { notice?: (id: string) => void; gap?: () => void } = {};
  const repository = fake<ApiKeyRepository>({
    findActive: async () => {
      state.lookups++;
      const { found } = state;
      state.whileLooking();
      return found;
    },
    touch: () => {
      state.touches++;
      return touch();
    },
  });
  const changes = fake<ChangesService>({
    on: (_kind, handler) => void (handlers.notice = handler),
    onGap: (handler) => void (handlers.gap = handler),
  });
  const sut = new KeyDirectoryService(repository, changes, createLogger('test', 'silent'));
  return { sut, state, handlers };
}

describe(KeyDirectoryService.name, () => {
  it('asks the database once a minute for a key that is used', async () => {
    const { sut, state } = setUp();
    for (const now of [100_000, 110_000, 159_000, 161_000]) await sut.find(key, now);
    expect(state.lookups).toBe(2);
  });

  it('forgets a key at its notice', async () => {
    const { sut, state, handlers } = setUp();
    await sut.find(key);
    state.found = null;
    handlers.notice?.(hashApiKey(key));
    expect(await sut.find(key)).toBeNull();
  });

  it('forgets all keys when notices may have been missed', async () => {
    const { sut, state, handlers } = setUp();
    await sut.find(key);
    state.found = null;
    handlers.gap?.();
    expect(await sut.find(key)).toBeNull();
  });

  it('does not keep an answer that was under way when the notice came', async () => {
    const { sut, state, handlers } = setUp();
    state.whileLooking = () => handlers.notice?.(hashApiKey(key));
    await sut.find(key);
    state.found = null;
    expect(await sut.find(key)).toBeNull();
  });

  it('looks an unknown key up each time, so that a new key works at once', async () => {
    const { sut, state } = setUp();
    state.found = null;
    expect(await sut.find(key)).toBeNull();
    state.found = entity;
    expect(await sut.find(key)).toMatchObject({ organizationId: 'acme' });
  });

  it('notes the last use at most once a minute, and a failure to do so hurts nobody', async () => {
    const { sut, state } = setUp(async () => Promise.reject(new Error('away')));
    for (const now of [100_000, 110_000, 159_000, 161_000]) expect(await sut.find(key, now)).toBeTruthy();
    expect(state.touches).toBe(2);
  });
});
