import { assertValidManifests, Manifest, renderChart, renderNotes, RenderOptions } from '@heliostat/charts';

const chart = 'heliostat-argocd';
const render = async (
  values: Record<string, unknown> = {},
  options: RenderOptions = {},
): Promise<Manifest[]> => {
  const { manifests } = await renderChart(chart, { namespace: 'argocd', release: chart, values, ...options });
  assertValidManifests(manifests);
  return manifests;
};
const names = (manifests: Manifest[], kind: string) =>
  manifests.filter((manifest) => manifest.kind === kind).map(({ metadata }) => metadata.name);
const find = (manifests: Manifest[], name: string): Manifest => {
  const found = manifests.find(({ kind, metadata }) => kind === 'Application' && metadata.name === name);
  if (!found) throw new Error(`no Application ${name}`);
  return found;
};

/** Renders the app of apps, and then what Argo CD would render from it. */
async function renderInside(values: Record<string, unknown> = {}): Promise<Manifest[]> {
  const root = find(await render(values), 'heliostat');
  expect(root.spec.source.path).toBe('charts/heliostat-argocd');
  return render(root.spec.source.helm.valuesObject as Record<string, unknown>, {
    release: root.spec.source.helm.releaseName as string,
  });
}

describe('the app of apps', () => {
  it('is the only Application that Helm makes', async () => {
    expect(names(await render(), 'Application')).toEqual(['heliostat']);
  });

  it('makes the others in waves: stores, apps, monitoring', async () => {
    const inside = await renderInside();
    const waves = inside.map(({ metadata }) => [
      metadata.name,
      metadata.annotations?.['argocd.argoproj.io/sync-wave'],
    ]);
    expect(Object.fromEntries(waves)).toEqual({
      'heliostat-infrastructure': '0',
      'heliostat-core': '1',
      'heliostat-monitoring': '2',
    });
  });

  it('hands on the values that it was given', async () => {
    const inside = await renderInside({
      core: { values: { proxy: { replicas: 3 } } },
      infrastructure: { enabled: false },
    });
    expect(names(inside, 'Application')).toEqual(['heliostat-core', 'heliostat-monitoring']);
    expect(find(inside, 'heliostat-core').spec.source.helm.valuesObject).toEqual({ proxy: { replicas: 3 } });
  });

  it('belongs to a project that may make Applications and nothing else', async () => {
    const manifests = await render();
    const project = manifests.find(
      ({ kind, metadata }) =>
        kind === 'AppProject' && metadata.name === find(manifests, 'heliostat').spec.project,
    );
    expect(project?.spec.namespaceResourceWhitelist).toEqual([{ group: 'argoproj.io', kind: 'Application' }]);
  });

  it('adds the health check to argocd-cm only when asked, and so that the rest of it stays', async () => {
    expect(names(await renderInside(), 'ConfigMap')).toEqual([]);
    const map = (await renderInside({ healthCheck: { enabled: true } })).find(
      ({ kind }) => kind === 'ConfigMap',
    );
    expect(Object.keys(map?.data ?? {})).toEqual(['resource.customizations.health.argoproj.io_Application']);
    expect(map?.metadata.annotations?.['argocd.argoproj.io/sync-options']).toBe(
      'ServerSideApply=true,Prune=false,Delete=false',
    );
  });
});

describe('without it', () => {
  it('Helm makes the Applications itself', async () => {
    expect(names(await render({ root: { enabled: false } }), 'Application').sort()).toEqual([
      'heliostat-core',
      'heliostat-infrastructure',
      'heliostat-monitoring',
    ]);
  });
});

describe('the project', () => {
  it('lets Applications into their namespaces and nowhere else', async () => {
    const manifests = await render({ monitoring: { namespace: 'metrics' } });
    const project = manifests.find(
      ({ kind, metadata }) => kind === 'AppProject' && metadata.name === 'heliostat',
    );
    expect((project?.spec.destinations as { namespace: string }[]).map(({ namespace }) => namespace)).toEqual(
      ['heliostat', 'metrics'],
    );
  });

  it('takes charts and values from the named repositories only', async () => {
    const manifests = await render({ valuesSource: { repoURL: 'https://git.example.com/values.git' } });
    const project = manifests.find(
      ({ kind, metadata }) => kind === 'AppProject' && metadata.name === 'heliostat',
    );
    expect(project?.spec.sourceRepos).toEqual([
      'https://github.com/heliostat/heliostat.git',
      'https://git.example.com/values.git',
    ]);
  });
});

describe('an Application', () => {
  it('is synchronised, pruned, healed and tried again', async () => {
    const { syncPolicy } = find(await renderInside(), 'heliostat-core').spec;
    expect(syncPolicy.automated).toEqual({ prune: true, selfHeal: true });
    expect(syncPolicy.retry).toEqual({
      limit: 5,
      backoff: { duration: '10s', factor: 2, maxDuration: '5m' },
    });
  });

  it('waits for a button when synchronisation by itself is off', async () => {
    const inside = await renderInside({ sync: { automated: false } });
    expect(find(inside, 'heliostat-core').spec.syncPolicy.automated).toBeUndefined();
  });

  it('reads values files from the repository of values, where one is named', async () => {
    const inside = await renderInside({
      valuesSource: { repoURL: 'https://git.example.com/values.git' },
      core: { valueFiles: ['heliostat/core.yaml'] },
    });
    const { sources } = find(inside, 'heliostat-core').spec;
    expect(sources[0].helm.valueFiles).toEqual(['$values/heliostat/core.yaml']);
    expect(sources[1]).toEqual({
      repoURL: 'https://git.example.com/values.git',
      targetRevision: 'main',
      ref: 'values',
    });
  });

  it('leaves the number of pods alone where something else sets it', async () => {
    const inside = await renderInside({ core: { externallyScaled: ['heliostat-web'] } });
    expect(find(inside, 'heliostat-core').spec.ignoreDifferences).toContainEqual({
      group: 'apps',
      kind: 'Deployment',
      name: 'heliostat-web',
      jsonPointers: ['/spec/replicas'],
    });
  });

  it('keeps the stores running when it is removed', async () => {
    const inside = await renderInside();
    expect(find(inside, 'heliostat-infrastructure').metadata.finalizers).toBeUndefined();
    expect(find(inside, 'heliostat-core').metadata.finalizers).toHaveLength(1);
  });

  it('has values that its chart accepts', async () => {
    const inside = await renderInside({ core: { values: { logLevel: 'debug' } } });
    const { valuesObject } = find(inside, 'heliostat-core').spec.source.helm as {
      valuesObject: Record<string, unknown>;
    };
    await expect(renderChart('heliostat-core', { values: valuesObject })).resolves.toBeDefined();
  });
});

describe('the notes', () => {
  it('name the waves, and how to make them wait for one another', async () => {
    const notes = await renderNotes(chart, {
      namespace: 'argocd',
      values: { infrastructure: { enabled: false } },
    });
    expect(notes).toContain('Waves (core 1, monitoring 2)');
    expect(notes).toContain('resource.customizations.health.argoproj.io_Application: |');
  });
});

describe('values that do not fit together', () => {
  it.each<[Record<string, unknown>, string]>([
    [{ destination: { name: 'a', server: 'https://10.0.0.1' } }, 'destination: both name and server are set'],
    [{ destination: { server: '' } }, 'destination.server: empty'],
    [
      { healthCheck: { enabled: true }, root: { enabled: false } },
      'healthCheck.enabled: only the app of apps',
    ],
    [
      { core: { enabled: false }, infrastructure: { enabled: false }, monitoring: { enabled: false } },
      'core.enabled: no Application is left',
    ],
    [
      { valuesSource: { repoURL: 'https://a/b.git' }, core: { valueFiles: ['$values/x.yaml'] } },
      'core.valueFiles: write $values/x.yaml without $values/',
    ],
    [{ monitoring: { wave: 0 } }, 'monitoring.wave: before core.wave'],
    [{ source: { repoURL: 'not a repository' } }, 'repoURL'],
  ])('%j are refused with "%s"', async (values, words) => {
    await expect(render(values)).rejects.toThrow(words);
  });
});
