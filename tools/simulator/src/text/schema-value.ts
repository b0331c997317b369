import type { Random } from './random.js';

type Schema = Record<string, unknown>;

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const wordsByName: [RegExp, readonly string[]][] = [
  [/city|location|place|destination/i, ['Lisbon', 'Kyoto', 'Bergen', 'Montréal', 'Ghent']],
  [/country/i, ['Portugal', 'Japan', 'Norway', 'Canada', 'Belgium']],
  [/name|author|person|customer/i, ['Ines Duarte', 'Tomas Berg', 'Aiko Mori', 'Lena Voss']],
  [/mail/i, ['ines@example.com', 'tomas@example.com']],
  [/date|day/i, ['2026-03-14', '2026-04-02', '2026-05-21']],
  [/url|link/i, ['https://example.com/articles/tides', 'https://example.com/notes/soil']],
  [/query|search|question|topic/i, ['tide tables Bergen', 'tomato blight remedies', 'tram tickets Lisbon']],
  [/unit/i, ['celsius', 'metric']],
  [/title|subject|summary/i, ['Three days by the river', 'Why the second call is slow', 'Refund issued']],
  [/sql/i, ['SELECT count(*) FROM orders']],
  [/id$/i, ['A-1042', 'B-2207', 'C-3318']],
];

/** A value that a JSON schema accepts (types, enum, const, required, anyOf, `$ref` into `$defs`), at most 8 deep. */
export function schemaValue(schema: unknown, random: Random, name = '', root = schema, depth = 0): unknown {
  if (!isRecord(schema) || depth > 8) return null;
  if ('const' in schema) return schema.const;
  if (Array.isArray(schema.enum) && schema.enum.length > 0) return random.pick(schema.enum);
  if (typeof schema.$ref === 'string')
    return schemaValue(resolve(schema.$ref, root), random, name, root, depth + 1);
  for (const key of ['anyOf', 'oneOf'] as const) {
    const options = schema[key];
    if (Array.isArray(options) && options.length > 0)
      return schemaValue(options[0], random, name, root, depth + 1);
  }
  // Gemini writes types in capitals; several types are a nullable one.
  const types = (Array.isArray(schema.type) ? schema.type : [schema.type]).map((t) =>
    String(t).toLowerCase(),
  );
  switch (types.find((t) => t !== 'null') ?? 'null') {
    case 'object':
      return objectValue(schema, random, root, depth);
    case 'array':
      return Array.from({ length: Math.max(Number(schema.minItems ?? 0), 2) }, () =>
        schemaValue(schema.items, random, name, root, depth + 1),
      );
    case 'integer':
      return Math.round(numberIn(schema, random));
    case 'number':
      return Math.round(numberIn(schema, random) * 100) / 100;
    case 'boolean':
      return random.next() < 0.5;
    case 'null':
      return null;
    default:
      return stringFor(name, random);
  }
}

function objectValue(schema: Schema, random: Random, root: unknown, depth: number): Record<string, unknown> {
  const properties = isRecord(schema.properties) ? schema.properties : {};
  return Object.fromEntries(
    Object.entries(properties).map(([key, value]) => [key, schemaValue(value, random, key, root, depth + 1)]),
  );
}

function numberIn(schema: Schema, random: Random): number {
  const from = Number(schema.minimum ?? schema.exclusiveMinimum ?? 1);
  const to = Number(schema.maximum ?? schema.exclusiveMaximum ?? from + 40);
  return from + random.next() * Math.max(0, to - from);
}

function stringFor(name: string, random: Random): string {
  const words = wordsByName.find(([pattern]) => pattern.test(name))?.[1];
  return random.pick(words ?? ['blue heron', 'quiet street', 'second shelf', 'open question']);
}

function resolve(ref: string, root: unknown): unknown {
  return ref
    .replace(/^#\/?/, '')
    .split('/')
    .filter(Boolean)
    .reduce<unknown>((at, part) => (isRecord(at) ? at[part] : undefined), root);
}
