/** Edits that turn one name into the other (Levenshtein), two rows at a time. */
function distance(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i += 1) {
    const current = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const replaced = previous[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1);
      current.push(Math.min(replaced, previous[j]! + 1, current[j - 1]! + 1));
    }
    previous = current;
  }
  return previous[b.length]!;
}

/** Longer names than this are no typing errors. */
const longestName = 60;

/** `; did you mean model?` for a name that is nearly one of the known ones, else an empty text. */
export function didYouMean(name: string, known: Iterable<string>): string {
  if (name.length > longestName) return '';
  const lower = name.toLowerCase();
  let best: { name: string; edits: number } | undefined;
  for (const candidate of known) {
    const edits = distance(lower, candidate.toLowerCase());
    if (edits <= Math.max(1, Math.floor(candidate.length / 3)) && (!best || edits < best.edits))
      best = { name: candidate, edits };
  }
  return best ? `; did you mean ${best.name}?` : '';
}
