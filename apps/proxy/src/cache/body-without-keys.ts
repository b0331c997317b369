const quote = 34;
const comma = 44;
const backslash = 92;
const opening = new Set([91, 123]);
const closing = new Set([93, 125]);

/**
 * The members of a JSON object, byte for byte, without those of the given keys; what stands between members is left
 * out. `body` must be a valid JSON object. Numbers and repeated keys are kept as written, which parsing would lose.
 */
export function bodyWithoutKeys(body: Buffer, ignored: ReadonlySet<string>): string[] {
  // One character for each byte: all that is looked for is ASCII, and no byte of another character looks like it.
  const text = body.toString('latin1');
  const members: string[] = [];
  let at = text.indexOf('{') + 1;
  for (;;) {
    const start = text.indexOf('"', at);
    if (start < 0) return members;
    const keyEnd = endOfString(text, start);
    const end = endOfValue(text, keyEnd);
    if (!ignored.has(keyOf(text.slice(start, keyEnd)))) members.push(text.slice(start, end).trimEnd());
    at = end + 1;
  }
}

function keyOf(literal: string): string {
  const key: unknown = JSON.parse(Buffer.from(literal, 'latin1').toString());
  return String(key);
}

/** Position behind the string that starts at `start`. */
function endOfString(text: string, start: number): number {
  let at = start + 1;
  for (; at < text.length && text.charCodeAt(at) !== quote; at++) if (text.charCodeAt(at) === backslash) at++;
  return at + 1;
}

/** Position of the comma or brace that ends the member. */
function endOfValue(text: string, start: number): number {
  let depth = 0;
  for (let at = start; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === quote) at = endOfString(text, at) - 1;
    else if (opening.has(code)) depth++;
    else if (closing.has(code) && depth-- === 0) return at;
    else if (code === comma && depth === 0) return at;
  }
  return text.length;
}
