/** Digits of payment cards: networks begin with 2 to 6, and have 13 to 19. */
const minCard = 13;
const maxCard = 19;
const cardStart = /^(?:4|5[0-9]|6[0-9]|2[2-7]|3[0-9])/;
const digitRun = /\d+(?:[ -]\d+)*/g;

/** Length of an IBAN by its country (ISO 13616). */
const ibanLengths: Record<string, number> = Object.fromEntries(
  (
    'AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 DK18 DO28 EE20 EG29 ES24 FI18 ' +
    'FO18 FR27 GB22 GE22 GI23 GL18 GR27 GT28 HR21 HU28 IE22 IL23 IQ23 IS26 IT27 JO30 KW30 KZ20 LB28 LC32 LI21 LT20 ' +
    'LU20 LV21 MC27 MD24 ME22 MK19 MR27 MT31 MU30 NL18 NO15 PK24 PL28 PS29 PT25 QA29 RO24 RS22 SA24 SE24 SI19 SK24 ' +
    'SM27 TN24 TR26 UA29 VA22 VG24 XK20'
  )
    .split(' ')
    .map((entry) => [entry.slice(0, 2), Number(entry.slice(2))]),
);
const ibanStart = /(?<![a-z0-9])([a-z]{2})\d{2}(?=[ -]?[a-z0-9])/gi;

/** A stretch of a text, `to` not included, and what it is. */
export type Span = { from: number; to: number; label: string };

/** Payment card numbers: whole groups of digits that together have a card's length and Luhn sum. */
export function findCards(text: string): Span[] {
  const spans: Span[] = [];
  for (const { 0: run, index } of text.matchAll(digitRun)) {
    // The first group may be the end of a word or of a number's fraction.
    const first = /[\w.]/.test(text[index - 1] ?? '') ? 1 : 0;
    if (run.length >= minCard) findInRun(run, index, first, spans);
  }
  return spans;
}

function findInRun(run: string, at: number, start: number, spans: Span[]): void {
  const groups = [...run.matchAll(/\d+/g)].map(({ 0: digits, index }) => ({ digits, index }));
  for (let first = start; first < groups.length; first++) {
    let digits = '';
    for (let last = first; last < groups.length && digits.length <= maxCard; last++) {
      const { digits: more, index } = groups[last]!;
      digits += more;
      if (!isCard(digits)) continue;
      spans.push({ from: at + groups[first]!.index, to: at + index + more.length, label: 'CREDIT_CARD' });
      first = last;
      break;
    }
  }
}

/** Whether the digits have a card's length, a network's beginning, and a Luhn sum that ends in 0. */
export function isCard(digits: string): boolean {
  if (digits.length < minCard || digits.length > maxCard || !cardStart.test(digits)) return false;
  let sum = 0;
  for (let place = 0; place < digits.length; place++) {
    const digit = digits.charCodeAt(digits.length - 1 - place) - 48;
    const weighed = place % 2 === 0 ? digit : digit * 2;
    sum += weighed > 9 ? weighed - 9 : weighed;
  }
  return sum % 10 === 0;
}

/** International bank account numbers: a known country, its length, and a remainder of 1 by 97. */
export function findIbans(text: string): Span[] {
  const spans: Span[] = [];
  for (const match of text.matchAll(ibanStart)) {
    const to = ibanEnd(text, match.index, ibanLengths[match[1]!.toUpperCase()]);
    if (to >= 0) spans.push({ from: match.index, to, label: 'IBAN' });
  }
  return spans;
}

function ibanEnd(text: string, start: number, length: number | undefined): number {
  if (length === undefined) return -1;
  let compact = '';
  let at = start;
  while (compact.length < length) {
    const char = text[at] ?? '';
    if (/[a-z0-9]/i.test(char)) compact += char;
    else if (!/[ -]/.test(char) || char === '' || !/[a-z0-9]/i.test(text[at + 1] ?? '')) return -1;
    at++;
  }
  return /[a-z0-9]/i.test(text[at] ?? '') || !hasRemainderOne(compact.toUpperCase()) ? -1 : at;
}

function hasRemainderOne(iban: string): boolean {
  let remainder = 0;
  for (const char of iban.slice(4) + iban.slice(0, 4)) {
    const value = Number.parseInt(char, 36);
    remainder = (remainder * (value > 9 ? 100 : 10) + value) % 97;
  }
  return remainder === 1;
}
