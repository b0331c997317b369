import { isRecord, list, record, type Json } from '../../json/json-value.js';
import type { DroppedParams } from '../wire/dropped-params.js';
import { documentName, type Turn } from './converse-blocks.js';

/** Room for ` (99999)` behind a name of 200 characters. */
const maxStem = 190;

/** Documents of a content, those within results of tools too. */
function documentsOf(content: readonly unknown[]): Json[] {
  return content.filter(isRecord).flatMap((block) => {
    if (isRecord(block['document'])) return [block['document']];
    return isRecord(block['toolResult']) ? documentsOf(list(block['toolResult']['content'])) : [];
  });
}

/** Bedrock refuses two documents of one name: later ones are numbered, the same way each time. */
export function nameDocumentsApart(turns: readonly Turn[]): void {
  const taken = new Set<string>();
  for (const document of turns.flatMap(({ content }) => documentsOf(content))) {
    const name = documentName(String(document['name']));
    let free = name;
    for (let number = 2; taken.has(free); number += 1)
      free = `${name.slice(0, maxStem).trimEnd()} (${number})`;
    taken.add(free);
    document['name'] = free;
  }
}

/** Instructions are words, and marks behind them; what else stands there is dropped and named. */
export function onlyWords(blocks: readonly Json[], dropped: DroppedParams): Json[] {
  const kept: Json[] = [];
  for (const block of blocks) {
    const words = block['text'] !== undefined || block['guardContent'] !== undefined;
    if (words || (block['cachePoint'] !== undefined && kept.length > 0)) kept.push(block);
    if (words || block['cachePoint'] !== undefined) continue;
    if (block['image'] !== undefined) dropped.add('messages.content.image_url');
    else dropped.add(block['document'] === undefined ? 'messages.content' : 'messages.content.file');
  }
  return kept;
}

/** Thoughts of earlier turns go to models that read them only. */
export function withoutThoughts(content: readonly Json[], dropped: DroppedParams): Json[] {
  const kept = content.filter((block) => block['reasoningContent'] === undefined);
  if (kept.length < content.length) dropped.add('messages.reasoning_content');
  return kept;
}

/** Claude refuses a reply whose beginning, which the client wrote, ends in white space. */
export function trimEndOfReply(turns: readonly Turn[]): void {
  const last = turns.at(-1);
  if (last?.role !== 'assistant') return;
  const block = record(last.content.at(-1));
  if (typeof block['text'] === 'string') block['text'] = block['text'].trimEnd();
}
