import { isRecord, type Json } from '../../json/json-value.js';

/** Keywords that structured output understands; others are refused and become words of the description. */
const kept = new Set([
  'type',
  'properties',
  'required',
  'items',
  'enum',
  'const',
  'anyOf',
  'allOf',
  '$ref',
  '$defs',
  'definitions',
  'description',
  'title',
  'default',
]);
const formats = new Set([
  'date-time',
  'time',
  'date',
  'duration',
  'email',
  'hostname',
  'uri',
  'ipv4',
  'ipv6',
  'uuid',
]);
/** Schemas nest no deeper than this; what lies below is taken as it is. */
const maxDepth = 64;

function eachSchema(value: unknown, depth: number): unknown {
  if (!isRecord(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, entry]) => [name, fit(entry, depth + 1)]));
}

function fit(value: unknown, depth: number): unknown {
  if (Array.isArray(value)) return value.map((entry) => fit(entry, depth + 1));
  if (!isRecord(value) || depth > maxDepth) return value;
  const result: Json = {};
  const told: string[] = [];
  for (const [keyword, entry] of Object.entries(value)) {
    if (keyword === 'properties' || keyword === '$defs' || keyword === 'definitions')
      result[keyword] = eachSchema(entry, depth);
    else if (keyword === 'items' || keyword === 'anyOf' || keyword === 'allOf')
      result[keyword] = fit(entry, depth + 1);
    else if (keyword === 'oneOf') result['anyOf'] = fit(entry, depth + 1);
    else if (kept.has(keyword)) result[keyword] = entry;
    else if (keyword === 'format' && typeof entry === 'string' && formats.has(entry)) result[keyword] = entry;
    else if (keyword === 'minItems' && (entry === 0 || entry === 1)) result[keyword] = entry;
    else if (!keyword.startsWith('$') && keyword !== 'additionalProperties' && keyword !== 'strict')
      told.push(`${keyword}: ${JSON.stringify(entry)}`);
  }
  if (value['type'] === 'object' || isRecord(value['properties'])) result['additionalProperties'] = false;
  if (told.length > 0)
    result['description'] = [
      typeof result['description'] === 'string' ? result['description'] : '',
      `{${told.join(', ')}}`,
    ]
      .filter((words) => words !== '')
      .join('\n\n');
  return result;
}

/**
 * A JSON schema as Anthropic's structured output takes it: objects are closed, and constraints that it cannot enforce
 * (lengths, bounds, patterns) are told to the model in the description instead.
 */
export function claudeSchema(schema: Json): Json {
  return fit(schema, 0) as Json;
}

/** Arguments of a tool must be an object. */
export function toolSchema(parameters: Json | undefined): Json {
  if (!parameters || Object.keys(parameters).length === 0) return { type: 'object', properties: {} };
  return parameters['type'] === undefined ? { type: 'object', ...parameters } : parameters;
}
