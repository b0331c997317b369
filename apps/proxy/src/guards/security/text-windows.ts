/**
 * Characters that a pattern sees at once, and how many of them it sees in two windows. Patterns look behind each word
 * for what may follow it, so their time can grow by the square of what they see: this bounds it, and what is given up
 * are matches longer than the overlap, of which nothing but padding has any.
 */
const windowLength = 4_096;
const overlap = 512;
/** How far a cut looks for a blank, so that no word is cut in two. */
const reach = 64;

/** The blank nearest before `at`, or `at` where there is none: Thai is written without. */
function blankBefore(text: string, at: number): number {
  for (let index = at; index > at - reach; index--) {
    const code = text.charCodeAt(index);
    if (code === 0x20 || code === 0x0a) return index;
  }
  return at;
}

/**
 * A normalised text in windows that overlap. All but the first begin with a blank where there is one, so that what is
 * cut looks like the beginning neither of a text nor of a word.
 */
export function textWindows(text: string): string[] {
  if (text.length <= windowLength) return [text];
  const windows: string[] = [];
  for (let start = 0; ;) {
    const end = start + windowLength;
    if (end >= text.length) {
      windows.push(text.slice(start));
      return windows;
    }
    const cut = blankBefore(text, end);
    windows.push(text.slice(start, cut));
    start = blankBefore(text, cut - overlap);
  }
}
