import { CodedError } from '@heliostat/platform';
import { ValueNode } from '../values/value-node.js';
import { definitions } from './definitions.js';
import { JsonSchema } from './json-schema.js';

/** What a chart's schema is made from. */
export interface SchemaSource {
  title: string;
  nodes: ValueNode[];
  /** Names under which values of subcharts may be given. */
  subcharts?: string[];
}

/**
 * Builds the JSON schema of a chart's values: each key's type from its default, with what `@schema` says over it.
 * Keys that are not in the values file are refused, so that a typing error in somebody's values is named by Helm.
 * All faults of the file are told at once.
 */
export function buildSchema({ title, nodes, subcharts = [] }: SchemaSource): JsonSchema {
  const faults: string[] = [];
  const used = new Set<string>();
  const properties: Record<string, JsonSchema> = {};
  for (const name of subcharts) properties[name] = { type: 'object' };
  for (const node of nodes) properties[node.key] = schemaOf(node, faults, used);
  // Helm hands `global` to every chart, and other charts' globals come with it.
  properties.global = { type: 'object', ...properties.global, additionalProperties: true };
  if (faults.length > 0) throw new CodedError('charts/values', `${title}:\n  ${faults.join('\n  ')}`);
  const defs = Object.fromEntries([...used].sort().map((name) => [name, definitions[name]]));
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: `Values of ${title}`,
    type: 'object',
    additionalProperties: false,
    properties,
    ...(used.size > 0 && { $defs: defs }),
  };
}

function schemaOf(node: ValueNode, faults: string[], used: Set<string>): JsonSchema {
  if (!node.description) faults.push(`${node.path} has no description (a comment "# -- …" above it)`);
  const said = node.schema ?? conventional(node);
  const given = said && expand(said, node.path, faults, used);
  const { description } = node;
  if (given?.$ref) return { description, allOf: [{ $ref: given.$ref }], ...without(given, '$ref') };
  if (node.children) {
    const properties = Object.fromEntries(
      node.children.map((child) => [child.key, schemaOf(child, faults, used)]),
    );
    return { description, type: 'object', additionalProperties: false, properties, ...given };
  }
  const inferred = infer(node.value);
  if (inferred === undefined && !given)
    faults.push(`${node.path} is empty by default, which tells no type: say it with "# @schema {…}"`);
  const typed = given && ['anyOf', 'oneOf', 'allOf', 'enum', 'const'].some((word) => word in given);
  return { description, ...(typed ? {} : inferred), ...given };
}

/** What a key means in every chart by its name, where its comment says nothing else: names of objects, keys, registries. */
const conventions: [RegExp, string][] = [
  [/\.existingSecret\.name$|\.existingSecret$|\.serviceAccount\.name$/, 'secretName'],
  [/\.configMap$|\.(storageClass|storageClassName|priorityClassName|className|tlsSecretName)$/, 'secretName'],
  [/\.existingSecret\.[A-Za-z]*[kK]ey$|\.caBundle\.key$/, 'secretKeyName'],
  [/\.imageRegistry$/, 'registry'],
];

function conventional({ path, value }: ValueNode): JsonSchema | undefined {
  if (typeof value !== 'string') return undefined;
  const found = conventions.find(([pattern]) => pattern.test(`.${path}`));
  return found && { $ref: found[1] };
}

/** Schema of a default value; none for an empty map, an empty list, null or a list of maps. */
function infer(value: unknown): JsonSchema | undefined {
  if (typeof value === 'string') return { type: 'string' };
  if (typeof value === 'boolean') return { type: 'boolean' };
  if (typeof value === 'number') return { type: Number.isInteger(value) ? 'integer' : 'number' };
  if (Array.isArray(value)) {
    const types = new Set(value.map((item) => infer(item)?.type));
    const [type] = types;
    return types.size === 1 && typeof type === 'string' && type !== 'object' && type !== 'array'
      ? { type: 'array', items: { type } }
      : undefined;
  }
  return undefined;
}

/** Turns `$ref: name` into a pointer, at any depth, and notes which definitions are used, also by one another. */
function expand(schema: JsonSchema, path: string, faults: string[], used: Set<string>): JsonSchema {
  const walk = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(walk);
    if (value === null || typeof value !== 'object') return value;
    return Object.fromEntries(
      Object.entries(value).map(([word, inner]) => {
        if (word !== '$ref' || typeof inner !== 'string') return [word, walk(inner)];
        const name = inner.replace('#/$defs/', '');
        const known = definitions[name];
        if (!known)
          faults.push(
            `${path}: @schema refers to "${name}"; known are ${Object.keys(definitions).sort().join(', ')}`,
          );
        else if (!used.has(name)) {
          used.add(name);
          walk(known);
        }
        return [word, `#/$defs/${name}`];
      }),
    );
  };
  return walk(schema) as JsonSchema;
}

const without = (schema: JsonSchema, word: string): JsonSchema =>
  Object.fromEntries(Object.entries(schema).filter(([key]) => key !== word));
