import { isRecord, list, record, text, type Json } from '../json/json-value.js';

/** Pictures of one call that are told apart; a call of more is a batch. */
const maxPictures = 100;
/** Levels of a body that are looked into. No format puts a picture deeper than twelve. */
const maxDepth = 24;

/**
 * Addresses of the pictures in the two bodies of a call, those of the request first, each once: `data:` URLs for what lies
 * in a body, `http(s):` URLs for what is elsewhere. Understands chat, responses, messages, Gemini, Converse and OpenAI's
 * images; at most 100.
 */
export function findPictures(request: unknown, response: unknown): string[] {
  const found = new Set<string>();
  for (const body of [request, response]) {
    collect(body, found, 0);
    for (const entry of list(record(body)['data'])) addGenerated(record(entry), found);
  }
  return [...found].slice(0, maxPictures);
}

function collect(value: unknown, found: Set<string>, depth: number): void {
  if (depth > maxDepth || found.size >= maxPictures) return;
  if (Array.isArray(value)) for (const entry of value) collect(entry, found, depth + 1);
  if (!isRecord(value)) return;
  const address = pictureOf(value);
  if (address !== undefined) return void found.add(address);
  for (const name in value) collect(value[name], found, depth + 1);
}

/** The picture that an object is, in the words of any format. */
function pictureOf(part: Json): string | undefined {
  const address = part['image_url'];
  if (address !== undefined) return addressOf(isRecord(address) ? address['url'] : address);
  const inline = part['inlineData'] ?? part['inline_data'];
  if (isRecord(inline)) return dataUrl(inline['mimeType'] ?? inline['mime_type'], inline['data']);
  if (part['type'] === 'image_generation_call')
    return dataUrl(`image/${text(part['output_format']) ?? 'png'}`, part['result']);
  if (part['type'] === 'image') {
    const source = record(part['source']);
    return addressOf(source['url']) ?? dataUrl(source['media_type'], source['data']);
  }
  const image = part['image'];
  return isRecord(image)
    ? dataUrl(`image/${text(image['format'])}`, record(image['source'])['bytes'])
    : undefined;
}

/** An entry of `data` of OpenAI's `/images/…`. */
function addGenerated(entry: Json, found: Set<string>): void {
  const address = dataUrl('image/png', entry['b64_json']) ?? addressOf(entry['url']);
  if (address !== undefined) found.add(address);
}

const addressOf = (value: unknown): string | undefined =>
  typeof value === 'string' && /^(?:https?:\/\/|data:image\/)/i.test(value) ? value : undefined;

const dataUrl = (type: unknown, data: unknown): string | undefined =>
  typeof type === 'string' && /^image\/[\w.+-]+$/.test(type) && text(data) !== undefined
    ? `data:${type};base64,${String(data)}`
    : undefined;
