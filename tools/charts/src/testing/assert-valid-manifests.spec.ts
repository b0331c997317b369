import { assertValidManifests as sut, schemaVersions } from './assert-valid-manifests.js';
import { Manifest } from './manifest.js';

const service = (change: Record<string, unknown> = {}, metadata: Record<string, unknown> = {}): Manifest => ({
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name: 'a', ...metadata },
  spec: { ports: [{ port: 80, targetPort: 'http' }], selector: { a: 'b' }, ...change },
});
const rule = (fields: Record<string, unknown>): Manifest => ({
  apiVersion: 'monitoring.coreos.com/v1',
  kind: 'PrometheusRule',
  metadata: { name: 'a' },
  spec: { groups: [{ name: 'g', rules: [fields] }] },
});

describe('assertValidManifests', () => {
  it.each(schemaVersions)('takes a right manifest for Kubernetes %s', (version) => {
    expect(() => sut([service()], version)).not.toThrow();
  });

  it('names a property that the API does not know, and where it stands', () => {
    expect(() => sut([service({ selectors: {} })])).toThrow('Service/a at /spec: "selectors" is unknown');
  });

  it('names a wrong type', () => {
    expect(() => sut([service({ ports: [{ port: '80' }] })])).toThrow(
      'Service/a at /spec/ports/0/port: must be integer',
    );
  });

  it('names a value that is none of those possible', () => {
    expect(() => sut([service({ type: 'Loadbalancer' })])).toThrow(/at \/spec\/type: .*LoadBalancer/);
  });

  it('takes a number or a name for a target port, and nothing else', () => {
    expect(() => sut([service({ ports: [{ port: 80, targetPort: 8080 }] })])).not.toThrow();
    expect(() => sut([service({ ports: [{ port: 80, targetPort: true }] })])).toThrow('/targetPort');
  });

  it('refuses a label value that Kubernetes would refuse', () => {
    expect(() => sut([service({}, { labels: { version: '1.0+build' } })])).toThrow(
      '/metadata/labels/version',
    );
  });

  it('refuses a field that the older version does not have', () => {
    const pod: Manifest = {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'a' },
      spec: { containers: [{ name: 'a', image: 'b' }], resources: { requests: { cpu: '1' } } },
    };
    expect(() => sut([pod], '1.34')).not.toThrow();
    expect(() => sut([pod], '1.27')).toThrow('"resources" is unknown');
  });

  it('names an object that is rendered twice', () => {
    expect(() => sut([service(), service()])).toThrow('Service/a in the release namespace is rendered twice');
  });

  it('refuses a kind whose schema is not kept', () => {
    expect(() => sut([{ apiVersion: 'x/v1', kind: 'Thing', metadata: { name: 'a' } }])).toThrow(
      'x/v1/Thing a: no schema is kept for this kind',
    );
  });

  it('checks kinds of other projects as strictly', () => {
    expect(() => sut([rule({ alert: 'A', expr: 'up == 0', for: '5m' })])).not.toThrow();
    expect(() => sut([rule({ alert: 'A', expr: 'up == 0', For: '5m' })])).toThrow('"For" is unknown');
  });
});
