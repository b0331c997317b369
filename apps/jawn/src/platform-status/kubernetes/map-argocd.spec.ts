import { mapApplications } from './map-argocd.js';

const application = (name: string, destination: string, status: object = {}) => ({
  apiVersion: 'argoproj.io/v1alpha1',
  kind: 'Application',
  metadata: { name, namespace: 'argocd', labels: {} },
  spec: {
    destination: { server: 'https://kubernetes.default.svc', namespace: destination },
    source: {
      repoURL: 'https://git.example/heliostat',
      path: 'charts/heliostat-core',
      targetRevision: 'main',
    },
  },
  status,
});
const synced = {
  sync: { status: 'Synced', revision: '3c63b4e' },
  health: { status: 'Healthy' },
  operationState: {
    phase: 'Succeeded',
    message: 'successfully synced',
    finishedAt: '2026-01-31T09:00:00Z',
  },
};

describe(mapApplications.name, () => {
  it('shows those that deploy into our namespace', () => {
    const items = [application('heliostat-core', 'heliostat', synced), application('shop', 'shop', synced)];
    expect(mapApplications(items, 'heliostat')).toEqual([
      {
        name: 'heliostat-core',
        namespace: 'argocd',
        sync: 'Synced',
        health: 'Healthy',
        revision: '3c63b4e',
        targetRevision: 'main',
        syncedAt: '2026-01-31T09:00:00.000Z',
        message: null,
      },
    ]);
  });

  it('shows those with our label wherever they deploy to', () => {
    const root = application('heliostat', 'argocd');
    root.metadata.labels = { 'app.kubernetes.io/part-of': 'heliostat' };
    expect(mapApplications([root], 'heliostat')).toMatchObject([{ name: 'heliostat', sync: 'Unknown' }]);
  });

  it('says why a sync failed', () => {
    const failed = {
      ...synced,
      operationState: { phase: 'Failed', message: 'one or more objects failed to apply' },
    };
    expect(mapApplications([application('a', 'heliostat', failed)], 'heliostat')).toMatchObject([
      { message: 'one or more objects failed to apply' },
    ]);
  });

  it('leaves out what is no Application', () => {
    expect(mapApplications([{}, null, 'x'], 'heliostat')).toEqual([]);
  });
});
