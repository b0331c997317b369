import { CodedError, errorMessage } from '@heliostat/platform';
import { isMap, isNode, isScalar, LineCounter, parse, parseDocument, YAMLMap } from 'yaml';
import { JsonSchema } from '../schema/json-schema.js';
import { ValueNode } from './value-node.js';

interface Comment {
  description: string;
  section?: string;
  schema?: JsonSchema;
}

/**
 * Reads a values file with its comments. Above a key, `# -- text` (and the comment lines after it) is the
 * description, `# @section text` a heading and `# @schema {…}` a part of a JSON schema, in any number of lines; other
 * comments are ignored.
 */
export function readValues(source: string, file: string): ValueNode[] {
  const lineCounter = new LineCounter();
  const document = parseDocument(source, { lineCounter });
  const [fault] = document.errors;
  if (fault) throw new CodedError('charts/values', `${file}: ${fault.message}`);
  if (document.contents === null) return [];
  if (!isMap(document.contents)) throw new CodedError('charts/values', `${file} must be a map`);
  const lines = source.split('\n');

  const readMap = (map: YAMLMap, parent: string): ValueNode[] =>
    map.items.map((pair) => {
      if (!isScalar(pair.key) || !pair.key.range)
        throw new CodedError('charts/values', `${file}: a key below "${parent}" is not a plain word`);
      const key = String(pair.key.value);
      const path = parent ? `${parent}.${key}` : key;
      const line = lineCounter.linePos(pair.key.range[0]).line;
      const comment = readComment(commentAbove(lines, line), file, path);
      const json: unknown = isNode(pair.value) ? pair.value.toJS(document) : null;
      const whole = comment.schema !== undefined && describesWhole(comment.schema);
      const children = isMap(pair.value) && pair.value.items.length > 0 && !whole;
      return {
        key,
        path,
        value: json,
        ...comment,
        ...(children && { children: readMap(pair.value as YAMLMap, path) }),
      };
    });
  return readMap(document.contents, '');
}

/** A schema that says itself what is below the key, so that the keys below need no comments. */
const describesWhole = (schema: JsonSchema): boolean =>
  ['$ref', 'properties', 'patternProperties', 'anyOf', 'oneOf'].some((word) => word in schema) ||
  typeof schema.additionalProperties === 'object';

function commentAbove(lines: string[], line: number): string[] {
  const found: string[] = [];
  for (let i = line - 2; i >= 0 && /^\s*#/.test(lines[i] ?? ''); i--)
    found.unshift((lines[i] ?? '').replace(/^\s*# ?/, '').trimEnd());
  return found;
}

function readComment(lines: string[], file: string, path: string): Comment {
  const description: string[] = [];
  const schema: string[] = [];
  let section: string | undefined;
  let into: string[] | undefined;
  for (const line of lines) {
    if (line.startsWith('-- ')) (into = description).push(line.slice(3));
    else if (line.startsWith('@section ')) section = line.slice(9).trim();
    else if (/^@schema(\s|$)/.test(line)) (into = schema).push(line.slice(8));
    else into?.push(line);
  }
  return {
    description: description.join(' ').replace(/\s+/g, ' ').trim(),
    ...(section && { section }),
    ...(schema.length > 0 && { schema: parseSchema(schema.join('\n'), file, path) }),
  };
}

function parseSchema(source: string, file: string, path: string): JsonSchema {
  let schema: unknown;
  try {
    schema = parse(source);
  } catch (error) {
    throw new CodedError('charts/values', `${file}: @schema of ${path}: ${errorMessage(error)}`);
  }
  if (schema === null || typeof schema !== 'object' || Array.isArray(schema))
    throw new CodedError(
      'charts/values',
      `${file}: @schema of ${path} must be a map, such as {type: string}`,
    );
  return schema as JsonSchema;
}
