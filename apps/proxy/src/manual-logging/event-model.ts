import type { Json } from '@heliostat/llm';
import { faultAt } from './manual-log-fault.js';

const operations = ['search', 'insert', 'delete', 'update'];
const maxName = 256;

/**
 * The name under which an event that is no model's call is found, in place of a model: `tool:<toolName>`,
 * `vector_db:<operation>`, `data:<name>`. Undefined for anything else. Throws 400 for an event without its name and
 * for an operation that is none of the four (pages Logger SDK and Manual Logger with Streaming).
 */
export function eventModel(request: Json): string | undefined {
  switch (request['_type']) {
    case 'tool':
      return `tool:${nameOf(request, 'toolName')}`;
    case 'data':
      return `data:${nameOf(request, 'name')}`;
    case 'vector_db': {
      const operation = request['operation'];
      if (typeof operation === 'string' && operations.includes(operation)) return `vector_db:${operation}`;
      throw faultAt('providerRequest.json.operation', `must be one of ${operations.join(', ')}.`);
    }
    default:
      return undefined;
  }
}

function nameOf(request: Json, key: string): string {
  const name = request[key];
  if (typeof name !== 'string' || name.trim() === '')
    throw faultAt(
      `providerRequest.json.${key}`,
      `must name the event, as its _type is "${String(request['_type'])}".`,
    );
  return name.slice(0, maxName);
}
