/** A plausible token count: 1.3 a word, and at least one for eight characters (JSON and base64 have few spaces). */
export function countTokens(text: string): number {
  if (text.length === 0) return 0;
  let words = 0;
  let inWord = false;
  for (let i = 0; i < text.length; i++) {
    const space = text.charCodeAt(i) <= 32;
    if (!space && !inWord) words++;
    inWord = !space;
  }
  return Math.max(1, Math.round(words * 1.3), Math.round(text.length / 8));
}

/** Words with the white space before them: joined again they are the text. */
export const splitWords = (text: string): string[] => text.match(/\s*\S+/g) ?? [];

/** Pieces of `size` characters, for text without spaces such as JSON. */
export function splitEvery(text: string, size: number): string[] {
  const out: string[] = [];
  for (let i = 0; i < text.length; i += size) out.push(text.slice(i, i + size));
  return out;
}
