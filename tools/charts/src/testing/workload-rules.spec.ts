import { Manifest } from './manifest.js';
import { floatingImageFaults, plainSecretFaults, workloadFaults } from './workload-rules.js';

const deployment = (container: Record<string, unknown>): Manifest => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'app' },
  spec: {
    template: {
      spec: { serviceAccountName: 'app', containers: [{ name: 'app', image: 'a/b:1.0', ...container }] },
    },
  },
});

describe('plainSecretFaults', () => {
  it('finds a secret that stands in the environment, and not one that comes from a Secret', () => {
    const secretKeyRef = { name: 'x', key: 'y' };
    const env = [
      { name: 'DATABASE_PASSWORD', value: 'x' },
      { name: 'S3_SECRET_KEY', valueFrom: { secretKeyRef } },
      { name: 'ADMIN_PASSWORD_FILE', value: '/run/secrets/password' },
    ];
    expect(plainSecretFaults(deployment({ env }))).toEqual([
      'Deployment/app: DATABASE_PASSWORD of container app is a plain value',
    ]);
  });

  it('finds a secret in a ConfigMap', () => {
    const map = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'm' }, data: { API_TOKEN: 'x' } };
    expect(plainSecretFaults(map)).toEqual(['ConfigMap/m: API_TOKEN is a plain value']);
  });
});

describe('workloadFaults', () => {
  it('names missing requests, limits and probes', () => {
    expect(workloadFaults(deployment({}))).toEqual([
      'Deployment/app: container app requests no cpu',
      'Deployment/app: container app requests no memory',
      'Deployment/app: container app has no memory limit',
      'Deployment/app: container app has no livenessProbe',
      'Deployment/app: container app has no readinessProbe',
    ]);
  });

  it('finds nothing in a workload that has them', () => {
    const resources = { requests: { cpu: '1', memory: '1Gi' }, limits: { memory: '1Gi' } };
    expect(workloadFaults(deployment({ resources, livenessProbe: {}, readinessProbe: {} }))).toEqual([]);
  });
});

describe('floatingImageFaults', () => {
  it.each(['a/b', 'a/b:latest', 'registry:5000/a/b'])('finds that %s has no version', (image) => {
    expect(floatingImageFaults(deployment({ image }))).toHaveLength(1);
  });

  it.each(['a/b:1.0', `a/b@sha256:${'0'.repeat(64)}`, 'registry:5000/a/b:v2'])('accepts %s', (image) => {
    expect(floatingImageFaults(deployment({ image }))).toEqual([]);
  });
});
