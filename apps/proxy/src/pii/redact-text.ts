import { isIPv6 } from 'node:net';
import { findCards, findIbans, type Span } from './find-numbers.js';

/** Finds one kind of data in a text. */
type Rule = (text: string) => Span[];

const matches =
  (pattern: RegExp, label: string, accept: (found: string) => boolean = () => true): Rule =>
  (text) => {
    const spans: Span[] = [];
    for (const { 0: found, index } of text.matchAll(pattern))
      if (accept(found)) spans.push({ from: index, to: index + found.length, label });
    return spans;
  };

/** Keys by the beginnings that their makers gave them, so that they can be found. */
const keyShapes = [
  'sk-[A-Za-z0-9_-]{16,}',
  '(?:sk|pk|rk)_(?:live|test)_[A-Za-z0-9]{10,}',
  'pk-[a-z]+-[A-Za-z0-9-]{16,}',
  '(?:AKIA|ASIA)[A-Z0-9]{16}',
  'AIza[A-Za-z0-9_-]{35}',
  'ya29\\.[A-Za-z0-9_-]{20,}',
  'gh[pousr]_[A-Za-z0-9]{30,}',
  'github_pat_[A-Za-z0-9_]{22,}',
  'glpat-[A-Za-z0-9_-]{20,}',
  'xox[abposr]-[A-Za-z0-9-]{10,}',
  'hf_[A-Za-z0-9]{30,}',
  'gsk_[A-Za-z0-9]{20,}',
  'xai-[A-Za-z0-9]{20,}',
  'npm_[A-Za-z0-9]{36}',
  'SG\\.[A-Za-z0-9_-]{16,}\\.[A-Za-z0-9_-]{16,}',
];
const apiKey = new RegExp(`(?<![A-Za-z0-9_])(?:${keyShapes.join('|')})`, 'g');
const privateKey =
  /-----BEGIN (?:[A-Z]+ )*PRIVATE KEY-----(?:[^-]|-(?!----)){0,16384}(?:-----END (?:[A-Z]+ )*PRIVATE KEY-----)?/g;
/** A JWT from its first dot on; what stands before it is read backwards, or a run of beginnings costs its square. */
const tokenRest = /\.eyJ[\w-]{8,}\.[\w-]{8,}/g;
const tokenHead = /(?<!\w)eyJ[\w-]{8,}$/;
/** From the @ on; what stands before it is read backwards, so that a long text without an @ costs nothing. */
const mailHost = /@(?:[\p{L}\p{N}-]{1,63}\.){1,8}\p{L}{2,63}/gu;
const mailName = /[\p{L}\p{N}._%+-]+$/u;
const maxMailName = 64;

const findMail: Rule = (text) => {
  const spans: Span[] = [];
  let end = 0;
  for (const { 0: host, index } of text.matchAll(mailHost)) {
    const name = mailName.exec(text.slice(Math.max(end, index - maxMailName), index))?.[0];
    if (name === undefined) continue;
    end = index + host.length;
    spans.push({ from: index - name.length, to: end, label: 'EMAIL' });
  }
  return spans;
};

const findTokens: Rule = (text) => {
  const spans: Span[] = [];
  let end = 0;
  for (const { 0: rest, index } of text.matchAll(tokenRest)) {
    let start = index;
    while (start > end && isTokenCharacter(text.charCodeAt(start - 1))) start--;
    const head = tokenHead.exec(text.slice(start, index))?.[0];
    if (head === undefined) continue;
    end = index + rest.length;
    spans.push({ from: index - head.length, to: end, label: 'SECRET' });
  }
  return spans;
};

/** Of base64url. */
const isTokenCharacter = (code: number) =>
  (code >= 97 && code <= 122) ||
  (code >= 65 && code <= 90) ||
  (code >= 48 && code <= 57) ||
  code === 45 ||
  code === 95;

const ssn = /(?<![\d-])(?!000|666|9\d\d)\d{3}([- ])(?!00)\d\d\1(?!0000)\d{4}(?![\d-])/g;
const octet = '(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)';
const ipv4 = new RegExp(`(?<![\\w.])${octet}(?:\\.${octet}){3}(?!\\w|\\.\\d)`, 'g');
/** The last two groups may be written as IPv4. */
const ipv6 = new RegExp(
  `(?<![\\w:.])(?:[0-9a-f]{0,4}:){2,8}(?:${octet}(?:\\.${octet}){3}|[0-9a-f]{0,4})(?![\\w:])`,
  'gi',
);
/** `::`, `::0`, `0.0.0.0`: no host has it, so it names nobody; and `::` stands in program text (`std::0`). */
const unspecified = /^[0.:]+$/;
/** `+` and 8 to 15 digits; North America's 3-3-4; a trunk 0 and groups, 9 to 12 digits in all, unless a
 * date such as 09.12.2024 stands there. */
const phones = [
  /(?<![\w+])\+\d(?:[ .()/-]{0,2}\d){7,14}(?!\d)/g,
  /(?<![\w.-])(?:1[ .-])?(?:\(\d{3}\) ?|\d{3}[ .-])\d{3}[ .-]\d{4}(?![\w-])/g,
  /(?<![\w.-]|\d )(?!0\d([./-])\d\d\1(?:19|20)\d\d(?!\d))(?=(?:[ ./-]?\d){9,12}(?![ ./-]?\d))0(?!00)\d{1,4}(?:[ ./-]\d{2,8}){1,5}(?!\d)/g,
];

/** Ids are no data, and one in ten has digits that add up to a card's. */
const uuid = /(?<![0-9a-z])[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}(?![0-9a-z])/gi;
/** Label of what later rules leave alone. */
const keep = '';

const rules: Rule[] = [
  matches(privateKey, 'SECRET'),
  matches(apiKey, 'SECRET'),
  findTokens,
  findMail,
  findIbans,
  matches(uuid, keep),
  findCards,
  matches(ssn, 'SSN'),
  matches(ipv6, 'IP', (found) => !unspecified.test(found) && isIPv6(found)),
  matches(ipv4, 'IP', (found) => !unspecified.test(found)),
  ...phones.map((pattern) => matches(pattern, 'PHONE')),
];

const shortestKey = 15;
/** What a replacement uncovers is found in another round; more than these do not occur. */
const maxRounds = 6;
/** Long base64 (a picture, a file) holds no such text, and would be damaged by a chance match. */
const base64 = /^(?:data:[^,;\s]{0,100};base64,[A-Za-z0-9+/_-]*|[A-Za-z0-9+/_-]{2048,})={0,2}$/;

/** What is to be replaced in a text, in order and apart from each other. */
export function findPersonalData(text: string): Span[] {
  // The shortest keys have 15 characters, everything else has one of these; most strings of a stream end here.
  if (text.length < shortestKey && !/[@:\d]/.test(text)) return [];
  if (base64.test(text)) return [];
  let spans: Span[] = [];
  for (const rule of rules) spans = merge(spans, rule(text));
  return spans.filter(({ label }) => label !== keep);
}

/** Both lists in order; what overlaps with an earlier rule's finding is left out. */
function merge(taken: Span[], found: readonly Span[]): Span[] {
  if (found.length === 0) return taken;
  const merged: Span[] = [];
  let next = 0;
  let end = 0;
  for (const span of found) {
    while (next < taken.length && taken[next]!.from < span.to) {
      end = taken[next]!.to;
      merged.push(taken[next++]!);
    }
    if (span.from >= end) {
      merged.push(span);
      end = span.to;
    }
  }
  while (next < taken.length) merged.push(taken[next++]!);
  return merged;
}

/**
 * Text with personal data and secrets replaced by what they were: `[EMAIL]`, `[PHONE]`, `[CREDIT_CARD]` (Luhn),
 * `[IBAN]` (mod 97), `[SSN]`, `[IP]`, `[SECRET]` (API keys by their makers' prefixes, JWTs, private keys). Names and
 * addresses have no form and are not found. The same text comes back where nothing is found.
 */
export function redactText(text: string): string {
  return redactPieces([text])[0]!;
}

/**
 * The same for a text that comes in pieces: as many come back, and a replacement stands in the piece in which what it
 * replaces began.
 */
export function redactPieces(pieces: readonly string[]): string[] {
  let now = [...pieces];
  for (let round = 0; round < maxRounds; round++) {
    const spans = findPersonalData(now.length === 1 ? now[0]! : now.join(''));
    if (spans.length === 0) break;
    now = replaceIn(now, spans);
  }
  return now;
}

function replaceIn(pieces: readonly string[], spans: readonly Span[]): string[] {
  let start = 0;
  let next = 0;
  return pieces.map((piece) => {
    const end = start + piece.length;
    let out = '';
    let at = start;
    while (next < spans.length && spans[next]!.from < end) {
      const { from, to, label } = spans[next]!;
      if (from >= start) out += `${piece.slice(at - start, from - start)}[${label}]`;
      at = Math.min(to, end);
      if (to > end) break;
      next++;
    }
    out += piece.slice(at - start);
    start = end;
    return out;
  });
}
