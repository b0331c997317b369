import { ApiException, type CoreV1Api } from '@kubernetes/client-node';
import { KubernetesSecretStore } from './kubernetes-secret-store.js';

const refuse =
  (code: number, message = '') =>
  async () => {
    throw new ApiException(code, 'no', JSON.stringify({ kind: 'Status', message }), {});
  };
const create = (api: Partial<Record<keyof CoreV1Api, unknown>>) =>
  new KubernetesSecretStore(api as unknown as CoreV1Api, 'heliostat');
const secret = { name: 's', labels: {}, annotations: {}, values: { password: 'hunter22' } };

describe(KubernetesSecretStore.name, () => {
  it('knows the keys and the version of a secret', async () => {
    const sut = create({
      readNamespacedSecret: async () => ({
        metadata: { resourceVersion: '7' },
        data: { password: 'aHVudGVyMjI=' },
      }),
    });
    expect(await sut.find('s')).toEqual({ keys: ['password'], version: '7' });
  });

  it('takes 404 for an absent secret', async () => {
    expect(await create({ readNamespacedSecret: refuse(404) }).find('s')).toBeUndefined();
  });

  it('takes 409 for a lost race, on creating and on adding', async () => {
    const sut = create({ createNamespacedSecret: refuse(409), patchNamespacedSecret: refuse(409) });
    expect(await sut.create(secret)).toBe(false);
    expect(await sut.addKeys('s', '7', { a: 'b' })).toBe(false);
  });

  it('binds what it adds to the version it looked at', async () => {
    let body: unknown;
    const sut = create({
      patchNamespacedSecret: async (request: { body: unknown }) => {
        body = request.body;
        return {};
      },
    });
    expect(await sut.addKeys('s', '7', { a: 'b' })).toBe(true);
    expect(body).toEqual({ metadata: { resourceVersion: '7' }, data: { a: 'Yg==' } });
  });

  it('names the verb and the resource that a Role lacks, and no value', async () => {
    const sut = create({ createNamespacedSecret: refuse(403, 'secrets is forbidden') });
    const failure = (await sut.create(secret).catch((error: Error) => error)) as Error;
    expect(failure).toMatchObject({ code: 'secrets/forbidden' });
    expect(failure.message).toMatch(
      /verb "create" on resource "secrets".*namespace heliostat.*secrets is forbidden/,
    );
    expect(failure.message).not.toContain('hunter22');
  });

  it('says in the server words that the namespace is absent', async () => {
    const sut = create({ createNamespacedSecret: refuse(404, 'namespaces "heliostat" not found') });
    await expect(sut.create(secret)).rejects.toThrow('namespaces "heliostat" not found');
  });

  it('says why the API does not answer', async () => {
    const sut = create({
      readNamespacedSecret: async () => {
        throw new Error('fetch failed', { cause: new Error('connect ECONNREFUSED 10.96.0.1:443') });
      },
    });
    await expect(sut.find('s')).rejects.toThrow(/ECONNREFUSED 10\.96\.0\.1/);
  });
});
