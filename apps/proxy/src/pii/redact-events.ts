import { isRecord } from '@heliostat/llm';
import { redactJson } from './redact-json.js';
import { redactPieces, redactText } from './redact-text.js';

/** Keys whose strings go on from one event to the next. */
const fragmentKeys = new Set(
  'content text delta partial_json arguments thinking reasoning reasoning_content refusal transcript output response'.split(
    ' ',
  ),
);
const maxDepth = 12;

type Fragment = { holder: Record<string, unknown>; key: string; event: number };

/**
 * The lines of a stream (server-sent events or JSON lines), with the personal data in them replaced. What a model
 * writes comes in pieces, and an address may be spread over several: the pieces of one text are put together, and a
 * replacement stands where the first of them was. Lines that hold no JSON are read as text.
 */
export function redactStream(stream: string): string {
  const lines = stream.split('\n');
  const events: unknown[] = [];
  const places: { line: number; prefix: string; end: string }[] = [];
  lines.forEach((line, index) => {
    const match = /^(data:\s*)?([[{].*?)(\r?)$/s.exec(line);
    const value = match === null ? undefined : parse(match[2]!);
    if (match === null || value === undefined) {
      lines[index] = redactText(redactJson(line));
      return;
    }
    places.push({ line: index, prefix: match[1] ?? '', end: match[3]! });
    events.push(value);
  });
  const changed = redactFragments(events);
  places.forEach(({ line, prefix, end }, index) => {
    const raw = lines[line]!;
    const json = changed.has(index)
      ? JSON.stringify(events[index])
      : raw.slice(prefix.length, raw.length - end.length);
    lines[line] = prefix + redactJson(json) + end;
  });
  return lines.join('\n');
}

/** Replaces, in place, what the events' texts say together. @returns the indices of the events that changed. */
export function redactFragments(events: readonly unknown[]): Set<number> {
  const texts = new Map<string, Fragment[]>();
  events.forEach((event, index) => gather(event, '', index, texts, 0));
  const changed = new Set<number>();
  for (const fragments of texts.values()) if (fragments.length > 1) redactFragmentsOf(fragments, changed);
  return changed;
}

/** Collects the pieces of texts by where they stand; `index` tells apart answers and blocks that alternate. */
function gather(
  value: unknown,
  path: string,
  event: number,
  texts: Map<string, Fragment[]>,
  depth: number,
): void {
  if (depth > maxDepth) return;
  if (Array.isArray(value)) {
    value.forEach((entry, at) =>
      gather(
        entry,
        isRecord(entry) && typeof entry['index'] === 'number' ? path : `${path}/${at}`,
        event,
        texts,
        depth + 1,
      ),
    );
    return;
  }
  if (!isRecord(value)) return;
  const place = ['index', 'output_index', 'content_index', 'item_id']
    .map((name) => value[name])
    .filter((mark) => typeof mark === 'number' || typeof mark === 'string')
    .join(',');
  for (const [key, entry] of Object.entries(value)) {
    const name = `${path}/${place}/${key}`;
    if (typeof entry !== 'string') gather(entry, name, event, texts, depth + 1);
    else if (fragmentKeys.has(key)) {
      const list = texts.get(name);
      const fragment = { holder: value, key, event };
      if (list) list.push(fragment);
      else texts.set(name, [fragment]);
    }
  }
}

function redactFragmentsOf(fragments: readonly Fragment[], changed: Set<number>): void {
  const pieces = fragments.map(({ holder, key }) => holder[key] as string);
  const redacted = redactPieces(pieces);
  fragments.forEach(({ holder, key, event }, index) => {
    if (redacted[index] === pieces[index]) return;
    holder[key] = redacted[index];
    changed.add(event);
  });
}

function parse(json: string): unknown {
  try {
    return JSON.parse(json) as unknown;
  } catch {
    return undefined;
  }
}
