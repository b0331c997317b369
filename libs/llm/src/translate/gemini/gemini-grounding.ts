import { list, record, text, type Json } from '../../json/json-value.js';
import type { Citation } from '../conversation/message.js';
import { defined } from '../wire/defined.js';
import { geminiSource } from './write-gemini-contents.js';

/** More sources than this in one reply are garbage. */
const maxCitations = 1000;

/** Where a byte of a text's UTF-8 lies in its characters, as JavaScript counts them. */
function characterAt(bytes: Buffer, at: unknown): number | undefined {
  if (at === undefined) return 0;
  if (typeof at !== 'number' || !(at >= 0) || at > bytes.length) return undefined;
  return bytes.toString('utf8', 0, at).length;
}

/**
 * The citations of a grounded answer: one for each passage and source. Google counts in bytes of the answer's text;
 * sources that no passage names stand without a place.
 */
export function readGrounding(metadata: unknown, answer: string): Citation[] {
  const { groundingChunks, groundingSupports } = record(metadata);
  const sources = list(groundingChunks).map((chunk) => {
    const web = record(record(chunk)['web'] ?? record(chunk)['retrievedContext']);
    return { title: text(web['title']), url: text(web['uri']), value: record(chunk) };
  });
  const bytes = Buffer.from(answer);
  const citations: Citation[] = [];
  const cited = new Set<number>();
  const add = (at: number, segment?: Json) => {
    const source = sources[at];
    if (!source || citations.length >= maxCitations) return;
    cited.add(at);
    citations.push(
      defined({
        start: segment && characterAt(bytes, segment['startIndex']),
        end: segment && characterAt(bytes, segment['endIndex']),
        title: source.title,
        url: source.url,
        citedText: segment && text(segment['text']),
        source: { format: geminiSource, value: source.value },
      }),
    );
  };
  for (const support of list(groundingSupports))
    for (const at of list(record(support)['groundingChunkIndices']))
      if (typeof at === 'number') add(at, record(record(support)['segment']));
  for (const at of sources.keys()) if (!cited.has(at)) add(at);
  return citations;
}
