import { isRecord } from '@heliostat/llm';
import { isCard } from './find-numbers.js';
import { redactText } from './redact-text.js';

/** A bare number of a card's length. */
const longNumber = /(?<![\d.eE+-])\d{13,19}(?![\d.eE])/g;

/**
 * JSON text with the personal data in its strings replaced; everything else stays, byte for byte, so that what was
 * JSON stays JSON. A bare number that is a card's becomes a string. A body that was cut is read as far as it goes.
 */
export function redactJson(json: string): string {
  const out: string[] = [];
  let at = 0;
  while (at < json.length) {
    const quote = json.indexOf('"', at);
    const between = json.slice(at, quote < 0 ? undefined : quote);
    out.push(between.replace(longNumber, (number) => (isCard(number) ? '"[CREDIT_CARD]"' : number)));
    if (quote < 0) break;
    at = literalEnd(json, quote);
    out.push(redactLiteral(json.slice(quote, at), json[at - 1] === '"' && at > quote + 1));
  }
  return out.join('');
}

/** Place behind a literal's closing quote, or the end of the text. */
function literalEnd(json: string, open: number): number {
  let from = open + 1;
  for (;;) {
    const quote = json.indexOf('"', from);
    if (quote < 0) return json.length;
    let slashes = 0;
    while (json[quote - 1 - slashes] === '\\') slashes++;
    if (slashes % 2 === 0) return quote + 1;
    from = quote + 1;
  }
}

function redactLiteral(literal: string, closed: boolean): string {
  const inner = literal.slice(1, closed ? -1 : undefined);
  if (!inner.includes('\\')) return `"${redactText(inner)}${closed ? '"' : ''}`;
  const text = unescape(closed ? literal : `${literal}"`);
  if (text === undefined) return `"${redactText(inner)}${closed ? '"' : ''}`;
  const redacted = redactText(text);
  if (redacted === text) return literal;
  const written = JSON.stringify(redacted);
  return closed ? written : written.slice(0, -1);
}

function unescape(literal: string): string | undefined {
  try {
    return JSON.parse(literal) as string;
  } catch {
    return undefined;
  }
}

/** Strings of a value, in it and below, replaced; the same value where nothing was found. */
export function redactValue(value: unknown): unknown {
  if (typeof value === 'string') return redactText(value);
  if (Array.isArray(value)) return value.map(redactValue);
  if (!isRecord(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, redactValue(entry)]));
}
