import { deriveSchemas } from './derive-schemas.js';

const gvk = (group: string, version: string, kind: string) => ({
  'x-kubernetes-group-version-kind': [{ group, version, kind }],
});
const openApi = {
  definitions: {
    'io.k8s.Thing': {
      ...gvk('apps', 'v1', 'Thing'),
      description: 'long',
      properties: {
        apiVersion: { type: 'string' },
        kind: { type: 'string' },
        metadata: { $ref: '#/definitions/io.k8s.ObjectMeta' },
        spec: { $ref: '#/definitions/io.k8s.ServiceSpec' },
        status: { $ref: '#/definitions/io.k8s.ThingStatus' },
      },
    },
    'io.k8s.ObjectMeta': {
      properties: { name: { type: 'string' }, labels: { type: 'object' } },
    },
    'io.k8s.ServiceSpec': {
      required: ['port'],
      properties: {
        type: { type: 'string', description: 'long' },
        port: { $ref: '#/definitions/io.k8s.apimachinery.pkg.util.intstr.IntOrString' },
      },
    },
    'io.k8s.apimachinery.pkg.util.intstr.IntOrString': { type: 'string', format: 'int-or-string' },
    'io.k8s.ThingStatus': { properties: {} },
    'io.k8s.Unused': { properties: {} },
  },
};
const sut = (kinds = ['apps/v1/Thing']) => deriveSchemas(openApi, '1.0.0', kinds);

describe('deriveSchemas', () => {
  it('keeps what the kinds refer to, and nothing else', () => {
    expect(Object.keys(sut().definitions).sort()).toEqual([
      'io.k8s.ObjectMeta',
      'io.k8s.ServiceSpec',
      'io.k8s.Thing',
      'io.k8s.apimachinery.pkg.util.intstr.IntOrString',
    ]);
  });

  it('refuses unknown properties and asks for what every object needs', () => {
    const thing = sut().definitions['io.k8s.Thing'];
    expect(thing).toMatchObject({
      additionalProperties: false,
      required: ['apiVersion', 'kind', 'metadata'],
      properties: { kind: { const: 'Thing' }, apiVersion: { const: 'apps/v1' } },
    });
    expect(thing?.properties).not.toHaveProperty('status');
  });

  it('adds the values that the document tells in words only', () => {
    expect(sut().definitions['io.k8s.ServiceSpec']?.properties?.type).toEqual({
      type: 'string',
      enum: ['ClusterIP', 'NodePort', 'LoadBalancer', 'ExternalName'],
    });
  });

  it('takes numbers and strings where the API takes both', () => {
    expect(sut().definitions['io.k8s.apimachinery.pkg.util.intstr.IntOrString']).toEqual({
      anyOf: [{ type: 'integer' }, { type: 'string' }],
    });
  });

  it('names a kind that this version does not have', () => {
    expect(() => sut(['apps/v1/Thing', 'apps/v1/Other'])).toThrow(
      'Kubernetes 1.0.0 does not have apps/v1/Other',
    );
  });
});
