import { isRecord } from '../../json/json-value.js';
import { statusOfType } from '../messages/messages-error.js';

/** Statuses of what providers call their faults; what is the client's own fault has to say so by a number. */
const statuses = new Map<string, number>(
  Object.entries({
    rate_limit_exceeded: 429,
    insufficient_quota: 429,
    resource_exhausted: 429,
    throttlingexception: 429,
    invalid_api_key: 401,
    unauthenticated: 401,
    permission_denied: 403,
    unavailable: 503,
    service_unavailable: 503,
    engine_overloaded: 503,
  }),
);

/** Of a reply in any format one at the least: beside it an error is a remark. */
const replyFields = ['choices', 'output', 'content', 'candidates', 'data', 'embeddings'] as const;

/**
 * Whether a body that came with a status of success is a provider's error all the same, as some gateways and servers
 * send it: the status that it stands for, by its number or its name, else 502; undefined for a reply.
 */
export function hiddenFault(body: unknown): { status: number } | undefined {
  if (!isRecord(body)) return undefined;
  const { error } = body;
  const told = isRecord(error) || (typeof error === 'string' && error !== '');
  const isFault = body['type'] === 'error' || told;
  if (!isFault || replyFields.some((field) => hasContent(body[field]))) return undefined;
  const holder = isRecord(error) ? error : body;
  const numbers = [holder['code'], holder['status'], holder['status_code'], body['status'], body['code']];
  const number = numbers.map(Number).find((value) => value >= 400 && value <= 599);
  if (number !== undefined) return { status: Math.trunc(number) };
  for (const name of [holder['code'], holder['type'], holder['status']]) {
    if (typeof name !== 'string') continue;
    const status = statuses.get(name.toLowerCase()) ?? statusOfType(name);
    if (status !== undefined && status !== 400 && status !== 500) return { status };
  }
  return { status: 502 };
}

/** An error's last chunk may come with choices that say nothing. */
function hasContent(value: unknown): boolean {
  if (value === undefined || value === null) return false;
  if (!Array.isArray(value)) return true;
  return value.some((entry) => !isRecord(entry) || entry['finish_reason'] !== 'error');
}
