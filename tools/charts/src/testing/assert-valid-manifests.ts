import { CodedError } from '@heliostat/platform';
import { Ajv, ErrorObject, ValidateFunction } from 'ajv';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { definitions } from '../schema/definitions.js';
import { closed, filledText, JsonSchema, mapOf, text } from '../schema/json-schema.js';
import { customSpecs } from '../schemas/custom-kinds.js';
import { KubernetesSchemas } from '../schemas/derive-schemas.js';
import { Manifest, manifestName } from './manifest.js';

/** The versions of Kubernetes whose schemas are kept: the oldest that the charts support and a recent one. */
export const schemaVersions = ['1.27', '1.34'] as const;
export type SchemaVersion = (typeof schemaVersions)[number];

// Not copied to dist by the build: always read from the sources.
const folder = join(import.meta.dirname, '..', '..', 'src', 'schemas');
const loaded = new Map<SchemaVersion, KubernetesSchemas>();
const validators = new Map<string, ValidateFunction>();

/** The strict schemas of one version of Kubernetes. */
export function kubernetesSchemas(version: SchemaVersion): KubernetesSchemas {
  const known = loaded.get(version);
  if (known) return known;
  const file = join(folder, `kubernetes-${version}.json`);
  const schemas = JSON.parse(readFileSync(file, 'utf8')) as KubernetesSchemas;
  loaded.set(version, schemas);
  return schemas;
}

/**
 * Checks manifests against strict schemas: a property that the API does not know, a wrong type, a missing required
 * property, a value outside an enumeration. Throws one error that names every fault.
 */
export function assertValidManifests(manifests: Manifest[], version: SchemaVersion = '1.34'): void {
  const faults = manifests.flatMap((manifest) => manifestFaults(manifest, version));
  const seen = new Set<string>();
  for (const manifest of manifests) {
    const id = `${manifestName(manifest)} in ${manifest.metadata?.namespace ?? 'the release namespace'}`;
    if (seen.has(id)) faults.push(`${id} is rendered twice`);
    seen.add(id);
  }
  if (faults.length > 0)
    throw new CodedError('charts/manifest', `not valid for Kubernetes ${version}:\n  ${faults.join('\n  ')}`);
}

/** What is wrong with one manifest; empty when nothing is. */
export function manifestFaults(manifest: Manifest, version: SchemaVersion): string[] {
  const id = `${manifest.apiVersion}/${manifest.kind}`;
  const validate = validatorOf(id, version);
  if (!validate) return [`${id} ${manifest.metadata?.name}: no schema is kept for this kind`];
  return validate(manifest)
    ? []
    : (validate.errors ?? []).filter(isCause).map((error) => `${manifestName(manifest)} ${words(error)}`);
}

function validatorOf(id: string, version: SchemaVersion): ValidateFunction | undefined {
  const key = `${version} ${id}`;
  const known = validators.get(key);
  if (known) return known;
  const schema = schemaOf(id, version);
  if (!schema) return undefined;
  const made = new Ajv({ allErrors: true, strict: false }).compile(schema);
  validators.set(key, made);
  return made;
}

/** The schema of one kind, with everything that it refers to. */
export function schemaOf(id: string, version: SchemaVersion): JsonSchema | undefined {
  const schemas = kubernetesSchemas(version);
  const name = schemas.kinds[id];
  if (name) return { definitions: schemas.definitions, $ref: `#/definitions/${name}` };
  const spec = customSpecs[id];
  if (!spec) return undefined;
  const metadata = closed(
    {
      name: filledText,
      namespace: text,
      labels: mapOf(text),
      annotations: mapOf(text),
      finalizers: { type: 'array', items: text },
    },
    ['name'],
  );
  return {
    ...closed({ apiVersion: filledText, kind: filledText, metadata, spec }, [
      'apiVersion',
      'kind',
      'metadata',
      'spec',
    ]),
    $defs: definitions,
  };
}

/** "must match a schema in anyOf" says nothing beside the errors of the alternatives. */
const isCause = ({ keyword }: ErrorObject): boolean => keyword !== 'anyOf';

function words({ instancePath, message, params }: ErrorObject): string {
  const at = instancePath === '' ? 'at the top' : `at ${instancePath}`;
  if ('additionalProperty' in params) return `${at}: "${String(params.additionalProperty)}" is unknown`;
  if ('allowedValues' in params)
    return `${at}: ${message} (${(params.allowedValues as unknown[]).join(', ')})`;
  return `${at}: ${message}`;
}
