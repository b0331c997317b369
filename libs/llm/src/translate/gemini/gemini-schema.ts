import { isRecord, list, record, text, type Json } from '../../json/json-value.js';

/** References are followed no deeper: a schema may refer to itself. */
const maxDepth = 32;

const kept = [
  'title',
  'description',
  'minItems',
  'maxItems',
  'minimum',
  'maximum',
  'minLength',
  'maxLength',
  'pattern',
  'required',
  'nullable',
  'propertyOrdering',
] as const;
const formats = new Set(['enum', 'date-time', 'float', 'double', 'int32', 'int64']);

function resolve(reference: string, root: Json): Json {
  if (!reference.startsWith('#/')) return {};
  let at: unknown = root;
  for (const step of reference.slice(2).split('/')) {
    const name = step.replaceAll('~1', '/').replaceAll('~0', '~');
    at = isRecord(at) && Object.hasOwn(at, name) ? at[name] : undefined;
  }
  return record(at);
}

function convert(value: unknown, root: Json, depth: number): Json {
  if (!isRecord(value) || depth > maxDepth) return {};
  const reference = text(value['$ref']);
  if (reference !== undefined) {
    const { $ref: _, ...rest } = value;
    return convert({ ...resolve(reference, root), ...rest }, root, depth + 1);
  }
  const result: Json = {};
  for (const keyword of kept) if (value[keyword] !== undefined) result[keyword] = value[keyword];
  const types = list(value['type']).filter((type) => typeof type === 'string');
  if (types.includes('null')) result['nullable'] = true;
  const real = types.filter((type) => type !== 'null');
  if (typeof value['type'] === 'string') result['type'] = value['type'];
  else if (real.length === 1) result['type'] = real[0];
  else if (real.length > 1) result['anyOf'] = real.map((type) => ({ type }));

  const choices = list(value['anyOf'] ?? value['oneOf']);
  if (choices.length > 0) {
    const others = choices.filter((choice) => record(choice)['type'] !== 'null');
    if (others.length < choices.length) result['nullable'] = true;
    if (others.length === 1) Object.assign(result, convert(others[0], root, depth + 1));
    else result['anyOf'] = others.map((choice) => convert(choice, root, depth + 1));
  }
  for (const entry of list(value['allOf'])) Object.assign(result, convert(entry, root, depth + 1));
  if (isRecord(value['properties'])) {
    result['type'] ??= 'object';
    result['properties'] = Object.fromEntries(
      Object.entries(value['properties']).map(([name, entry]) => [name, convert(entry, root, depth + 1)]),
    );
  }
  if (value['items'] !== undefined) result['items'] = convert(value['items'], root, depth + 1);
  else if (result['type'] === 'array') result['items'] = {};
  const allowed = 'const' in value ? [value['const']] : list(value['enum']);
  // Google's enumerations are of strings.
  const words = allowed.filter((word) => typeof word === 'string');
  if (words.length > 0 && words.length === allowed.filter((word) => word !== null).length)
    Object.assign(result, { type: 'string', enum: words });
  if (typeof value['format'] === 'string' && formats.has(value['format'])) result['format'] = value['format'];
  return result;
}

/**
 * A JSON schema in the subset of OpenAPI's that `parameters` and `responseSchema` take: references are resolved,
 * unions with null become `nullable`, constants enumerations, and what the subset does not know is left out.
 */
export function geminiSchema(schema: Json): Json {
  return convert(schema, schema, 0);
}

/** A JSON schema for `parametersJsonSchema` and `responseJsonSchema`, which take no `$schema` and no `strict`. */
export function plainSchema(schema: Json): Json {
  const { $schema: _, strict: __, ...rest } = schema;
  return rest;
}
