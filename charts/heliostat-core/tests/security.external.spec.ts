import {
  assertValidManifests,
  floatingImageFaults,
  plainSecretFaults,
  podSecurityFaults,
  podSpecOf,
  renderChart,
  workloadFaults,
  type Manifest,
} from '@heliostat/charts';

const backup = { enabled: true, bucket: 'heliostat-backups' };
/** Everything that the chart can make, but for what excludes one another. */
const everything = {
  backup,
  restore: { enabled: true, backup: 'latest' },
  providers: { openai: { existingSecret: { name: 'providers', key: 'openai' } } },
  jawn: { platform: { argocd: { enabled: true } } },
};
const render = async (values: Record<string, unknown> = {}) =>
  (await renderChart('heliostat-core', { values })).manifests;
const byName = (manifests: Manifest[], kind: string, name: string) =>
  manifests.find((manifest) => manifest.kind === kind && manifest.metadata.name === name);

describe('security of heliostat-core', () => {
  it.each([
    ['the defaults', {}],
    ['everything on', everything],
    ['a spool without volumes', { proxy: { spool: { persistence: { enabled: false } } } }],
    [
      'users given by the namespace',
      { podSecurityContext: { runAsUser: null, runAsGroup: null, fsGroup: null } },
    ],
  ])('is at the restricted level in every pod with %s', async (_, values) => {
    const faults = (await render(values)).flatMap((manifest) => {
      const pod = podSpecOf(manifest);
      return pod ? podSecurityFaults(pod).map((fault) => `${manifest.metadata.name}: ${fault}`) : [];
    });
    expect(faults).toEqual([]);
  });

  it('makes every root file system read-only, with a bounded /tmp', async () => {
    for (const pod of (await render(everything)).flatMap((manifest) => podSpecOf(manifest) ?? [])) {
      expect(pod.containers.map(({ securityContext }) => securityContext?.readOnlyRootFilesystem)).toEqual([
        true,
      ]);
      expect(pod.volumes).toContainEqual({ name: 'tmp', emptyDir: { sizeLimit: expect.any(String) } });
      expect(pod.containers[0]?.volumeMounts).toContainEqual({ name: 'tmp', mountPath: '/tmp' });
    }
  });

  it('leaves user and group out where they are set to null', async () => {
    const manifests = await render({
      podSecurityContext: { runAsUser: null, runAsGroup: null, fsGroup: null },
    });
    for (const pod of manifests.flatMap((manifest) => podSpecOf(manifest) ?? [])) {
      expect(pod.securityContext).not.toHaveProperty('runAsUser');
      expect(pod.securityContext).not.toHaveProperty('fsGroup');
      expect(pod.securityContext).toHaveProperty('runAsNonRoot', true);
    }
  });

  it('has no secret in plain sight, no image without a version and no pod without resources and probes', async () => {
    const manifests = await render(everything);
    const faults = [plainSecretFaults, floatingImageFaults, workloadFaults].flatMap((rule) =>
      manifests.flatMap((manifest) => rule(manifest)),
    );
    expect(faults).toEqual([]);
  });

  it('renders no Secret: what is in a release can be read', async () => {
    expect((await render(everything)).filter(({ kind }) => kind === 'Secret')).toEqual([]);
  });

  it('puts no password into a URL', async () => {
    const { text } = await renderChart('heliostat-core', { values: everything });
    expect(text).not.toMatch(/[a-z]+:\/\/[^\s/"]*:[^\s/"@]*@/);
  });

  it('reads each secret by the names that existingSecret gives', async () => {
    const manifests = await render({
      postgres: { existingSecret: { name: 'pg', passwordKey: 'pw' } },
      clickhouse: { existingSecret: { name: 'ch', passwordKey: 'own', hqlPasswordKey: 'hql' } },
      redis: { existingSecret: { name: 'vk', passwordKey: 'auth' } },
      objects: { existingSecret: { name: 's3', accessKeyKey: 'id', secretKeyKey: 'secret' } },
      secrets: { existingSecret: { name: 'keys', encryptionKeyKey: 'enc', authSecretKey: 'sign' } },
      owner: { existingSecret: { name: 'me', emailKey: 'mail', passwordKey: 'pass', apiKeyKey: 'key' } },
    });
    const env = podSpecOf(byName(manifests, 'Deployment', 'heliostat-jawn')!)!.containers[0]!.env!;
    const read = Object.fromEntries(
      env.flatMap(({ name, valueFrom }) =>
        valueFrom?.secretKeyRef
          ? [[name, `${valueFrom.secretKeyRef.name}/${valueFrom.secretKeyRef.key}`]]
          : [],
      ),
    );
    expect(read).toEqual({
      DATABASE_PASSWORD: 'pg/pw',
      CLICKHOUSE_PASSWORD: 'ch/own',
      CLICKHOUSE_HQL_PASSWORD: 'ch/hql',
      REDIS_PASSWORD: 'vk/auth',
      S3_ACCESS_KEY: 's3/id',
      S3_SECRET_KEY: 's3/secret',
      ENCRYPTION_KEY: 'keys/enc',
      ENCRYPTION_KEY_PREVIOUS: 'keys/encryption-key-previous',
      BETTER_AUTH_SECRET: 'keys/sign',
      HELIOSTAT_INIT_EMAIL: 'me/mail',
      HELIOSTAT_INIT_PASSWORD: 'me/pass',
      HELIOSTAT_INIT_API_KEY: 'me/key',
    });
    expect(byName(manifests, 'Job', 'heliostat-core-secrets')).toBeUndefined();
  });

  it('gives the proxy the providers’ keys from their Secrets, under the names that it reads', async () => {
    const manifests = await render({
      providers: {
        'google-ai-studio': { baseUrl: 'http://sim:9001', existingSecret: { name: 'p', key: 'g' } },
      },
    });
    const env = podSpecOf(byName(manifests, 'StatefulSet', 'heliostat-proxy')!)!.containers[0]!.env;
    expect(env).toContainEqual({ name: 'PROVIDER_GOOGLE_AI_STUDIO_BASE_URL', value: 'http://sim:9001' });
    expect(env).toContainEqual({
      name: 'PROVIDER_GOOGLE_AI_STUDIO_API_KEY',
      valueFrom: { secretKeyRef: { name: 'p', key: 'g' } },
    });
  });

  it('gives no access keys where the service account has a role', async () => {
    const { manifests } = await renderChart('heliostat-core', { values: { objects: { auth: 'iam' } } });
    const names = manifests
      .flatMap((manifest) => podSpecOf(manifest)?.containers[0]?.env ?? [])
      .map(({ name }) => name);
    expect(names).toContain('S3_ENDPOINT');
    expect(names).not.toContain('S3_ACCESS_KEY');
    expect(names).not.toContain('S3_SECRET_KEY');
  });

  it('mounts a token of the Kubernetes API in jawn and the secrets Job alone', async () => {
    const holders = (await render(everything))
      .filter((manifest) => podSpecOf(manifest)?.automountServiceAccountToken)
      .map(({ metadata }) => metadata.name);
    expect(holders.sort()).toEqual(['heliostat-core-secrets', 'heliostat-jawn']);
    const without = (await render({ jawn: { platform: { enabled: false } } })).filter(
      ({ kind }) => kind === 'Deployment',
    );
    expect(without.map((manifest) => podSpecOf(manifest)?.automountServiceAccountToken)).toEqual([
      false,
      false,
      false,
    ]);
  });

  it('lets jawn read its own namespace, create Jobs only for backups, and see no Secret', async () => {
    const verbs = (manifests: Manifest[]) =>
      (
        byName(manifests, 'Role', 'heliostat-jawn')!.rules as { resources: string[]; verbs: string[] }[]
      ).flatMap(({ resources, verbs }) =>
        resources.flatMap((resource) => verbs.map((verb) => `${verb} ${resource}`)),
      );
    const plain = verbs(await render());
    expect(plain).toEqual(expect.arrayContaining(['list pods', 'watch events', 'get cronjobs']));
    expect(plain.filter((right) => !/^(get|list|watch) /.test(right) || right.includes('secrets'))).toEqual(
      [],
    );
    expect(verbs(await render({ backup }))).toContain('create jobs');
    expect(verbs(await render({ backup, jawn: { platform: { runBackups: false } } }))).not.toContain(
      'create jobs',
    );
  });

  it('binds the secrets Job to the Secrets that it makes', async () => {
    const role = byName(await render(), 'Role', 'heliostat-core-secrets')!;
    expect(role.rules).toEqual([
      { apiGroups: [''], resources: ['secrets'], verbs: ['create'] },
      {
        apiGroups: [''],
        resources: ['secrets'],
        verbs: ['get', 'patch'],
        resourceNames: ['heliostat-secrets', 'heliostat-owner'],
      },
    ]);
  });

  it('has no Role for the whole cluster', async () => {
    expect((await render(everything)).filter(({ kind }) => kind.startsWith('Cluster'))).toEqual([]);
  });

  it.each(['1.27', '1.34'] as const)('renders objects that Kubernetes %s takes', async (version) => {
    const { manifests } = await renderChart('heliostat-core', {
      values: everything,
      kubeVersion: `${version}.0`,
    });
    expect(() => assertValidManifests(manifests, version)).not.toThrow();
  });
});
