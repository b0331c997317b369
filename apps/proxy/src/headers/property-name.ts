const prefix = 'helicone-property-';
const wordStart = /(^|-)[a-z]/g;

/**
 * The property that a header `Helicone-Property-<Name>` sets. Names are case-sensitive in queries (page Custom
 * Properties), but `fetch` and HTTP/2 send every header in lower case: a prefix that arrives without any capital
 * says so, and the name's words are capitalised again, as the documentation writes them.
 */
export function propertyName(header: string): string {
  const name = header.slice(prefix.length);
  return header.startsWith(prefix) ? name.replace(wordStart, (letter) => letter.toUpperCase()) : name;
}
