import { isRecord, type Json } from '../json/json-value.js';

/** What of a body a model reads or writes: its words, and how many pictures. */
export type CollectedText = { texts: string[]; images: number };

/** Keys whose strings no model sees as words. */
const silentKeys = new Set(
  (
    'id type role url image_url file_url file_id file_data data b64_json b64 bytes audio embedding logprobs signature ' +
    'thoughtSignature thought_signature encrypted_content redacted_content call_id tool_call_id tool_use_id toolUseId ' +
    'cache_control cachePoint mime_type mimeType media_type format detail status object finish_reason finishReason ' +
    'stop_reason annotations citations groundingMetadata safetyRatings index model'
  ).split(' '),
);
const imageTypes = /^(image|image_url|input_image)$/;
const maxDepth = 40;

function isImage(value: Json): boolean {
  if (typeof value['type'] === 'string' && imageTypes.test(value['type'])) return true;
  const inline = value['inlineData'] ?? value['inline_data'] ?? value['fileData'] ?? value['file_data'];
  if (!isRecord(inline)) return isRecord(value['image']) && value['type'] === undefined;
  const mime = inline['mimeType'] ?? inline['mime_type'];
  return typeof mime === 'string' && mime.startsWith('image/');
}

/** Walks a value and collects the words in it. Pictures are counted, not read; data URLs are passed over. */
export function collectText(value: unknown, into: CollectedText, depth = 0): CollectedText {
  if (typeof value === 'string') {
    if (value !== '' && !value.startsWith('data:')) into.texts.push(value);
  } else if (Array.isArray(value)) {
    if (depth < maxDepth && typeof value[0] !== 'number')
      for (const entry of value) collectText(entry, into, depth + 1);
  } else if (isRecord(value) && depth < maxDepth) {
    if (isImage(value)) into.images += 1;
    else
      for (const key of Object.keys(value))
        if (!silentKeys.has(key)) collectText(value[key], into, depth + 1);
  }
  return into;
}
