import { isRecord, list, record, type Json } from '../json/json-value.js';
import type { Assembler } from './assembler.js';

type Part = { head: Json; chunks?: string[] };
type Candidate = { head: Json; role: string; parts: Part[] };

/** Text parts of the same kind that follow each other are one text; everything else stays a part. */
function addParts(into: Part[], parts: unknown): void {
  for (const entry of list(parts)) {
    const { text: words, ...head } = record(entry);
    if (typeof words !== 'string') {
      into.push({ head: record(entry) });
      continue;
    }
    const last = into.at(-1);
    if (!last?.chunks || Boolean(last.head['thought']) !== Boolean(head['thought']))
      into.push({ head, chunks: [words] });
    else {
      last.chunks.push(words);
      Object.assign(last.head, head);
    }
  }
}

function toPart({ head, chunks }: Part): Json {
  return chunks ? { ...head, text: chunks.join('') } : head;
}

/** Gemini's streamGenerateContent: each chunk is a whole response in small; the last usage is the total so far. */
export function assembleGemini(): Assembler {
  const head: Json = {};
  const candidates = new Map<number, Candidate>();
  return {
    add(event) {
      // Vertex's Express and some clients wrap each chunk.
      const chunk = isRecord(event['response']) ? event['response'] : event;
      for (const [key, value] of Object.entries(chunk)) if (key !== 'candidates') head[key] = value;
      for (const [position, entry] of list(chunk['candidates']).entries()) {
        if (!isRecord(entry)) continue;
        const at = typeof entry['index'] === 'number' ? entry['index'] : position;
        let candidate = candidates.get(at);
        if (!candidate) candidates.set(at, (candidate = { head: {}, role: 'model', parts: [] }));
        const { content, ...rest } = entry;
        Object.assign(candidate.head, rest);
        addParts(candidate.parts, record(content)['parts']);
      }
    },
    finish() {
      const sorted = [...candidates.entries()].sort(([a], [b]) => a - b).map(([, candidate]) => candidate);
      const reply: Json = {
        ...head,
        candidates: sorted.map(({ head: rest, role, parts }) => ({
          ...rest,
          content: { role, parts: parts.map(toPart) },
        })),
      };
      const complete =
        sorted.length > 0 && sorted.every((candidate) => candidate.head['finishReason'] != null);
      return { reply, complete, usageFinal: true };
    },
  };
}
