import { ensureSecret } from './ensure-secrets.js';
import { MemorySecretStore } from './memory-secret-store.js';
import type { SecretSpec } from './secrets-spec.js';

const spec: SecretSpec = {
  name: 'heliostat-owner',
  labels: { 'app.kubernetes.io/part-of': 'heliostat' },
  annotations: {},
  keys: {
    email: { value: 'owner@heliostat.local' },
    password: { generate: 'password', length: 24 },
    'api-key': { generate: 'api-key' },
  },
};

const existing = (values: Record<string, string>) => ({
  name: spec.name,
  labels: {},
  annotations: {},
  values,
});

describe(ensureSecret.name, () => {
  let store: MemorySecretStore;
  const values = () => store.secrets.get(spec.name)!.values;
  beforeEach(() => {
    store = new MemorySecretStore();
  });

  it('creates an absent secret with every key and its labels', async () => {
    const sut = await ensureSecret(store, spec);
    expect(sut).toEqual({ name: spec.name, outcome: 'created', added: ['email', 'password', 'api-key'] });
    expect(values().email).toBe('owner@heliostat.local');
    expect(values().password).toMatch(/^[A-Za-z0-9]{24}$/);
    expect(store.secrets.get(spec.name)!.labels).toEqual(spec.labels);
  });

  it('makes API keys that the apps accept', async () => {
    await ensureSecret(store, spec);
    expect(values()['api-key']).toMatch(/^sk-helicone-[a-z0-9]{7}(-[a-z0-9]{7}){3}$/);
  });

  it('adds the keys that are missing and leaves the others as they are', async () => {
    store.put(existing({ email: 'ada@example.com', note: 'mine' }));
    const sut = await ensureSecret(store, spec);
    expect(sut).toMatchObject({ outcome: 'completed', added: ['password', 'api-key'] });
    expect(values()).toMatchObject({ email: 'ada@example.com', note: 'mine', password: expect.any(String) });
  });

  it('writes nothing when every key is there', async () => {
    await ensureSecret(store, spec);
    const before = structuredClone(store.secrets.get(spec.name));
    expect(await ensureSecret(store, spec)).toMatchObject({ outcome: 'kept', added: [] });
    expect(store.secrets.get(spec.name)).toEqual(before);
  });

  it('keeps the secret of another Job that created it first', async () => {
    const others = { email: 'a@b.c', password: 'theirs', 'api-key': 'theirs' };
    store.beforeWrite = () => {
      if (!store.secrets.has(spec.name)) store.put(existing(others));
    };
    expect(await ensureSecret(store, spec)).toMatchObject({ outcome: 'kept' });
    expect(values()).toEqual(others);
  });

  it('keeps a key that another Job added between its look and its write', async () => {
    store.put(existing({ email: 'a@b.c' }));
    let raced = false;
    store.beforeWrite = () => {
      if (!raced) store.put(existing({ email: 'a@b.c', password: 'theirs' }));
      raced = true;
    };
    expect(await ensureSecret(store, spec)).toMatchObject({ outcome: 'completed', added: ['api-key'] });
    expect(values().password).toBe('theirs');
  });

  it('gives up on a secret that something else writes all the time', async () => {
    store.put(existing({}));
    store.beforeWrite = () => store.put(existing({}));
    await expect(ensureSecret(store, spec)).rejects.toMatchObject({ code: 'secrets/contended' });
  });
});
