/** Characters (UTF-16 units) of a body that the searchable preview keeps. */
export const previewLength = 16_384;

/**
 * The first `max` UTF-16 units of a text, one less where the cut would split a surrogate pair. NUL characters,
 * which text indexes and Postgres refuse, become spaces.
 */
export function preview(text: string, max: number = previewLength): string {
  let end = text.length <= max ? text.length : max;
  if (end < text.length && end > 0 && (text.charCodeAt(end - 1) & 0xfc00) === 0xd800) end -= 1;
  const cut = end === text.length ? text : text.slice(0, end);
  return cut.includes('\0') ? cut.replaceAll('\0', ' ') : cut;
}
