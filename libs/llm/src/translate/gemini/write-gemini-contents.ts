import { isRecord, parseJson, record, type Json } from '../../json/json-value.js';
import type { Media, Message, Part } from '../conversation/message.js';
import { defined } from '../wire/defined.js';
import type { DroppedParams } from '../wire/dropped-params.js';
import { toolInput } from '../wire/tool-input.js';

/** Where parts of this format that nobody else knows come from. */
export const geminiSource = 'gemini';

/** What contents are written for. */
export type ContentWriting = {
  dropped: DroppedParams;
  /** Whether calls of functions, and pictures of the model's, must be signed. */
  signedCalls: boolean;
  /** Whether calls carry ids: AI Studio's do, Vertex AI refuses the field. */
  ids: boolean;
};

/** Google's own stand-in for a signature: of a call that another model made, of a picture whose own no format keeps. */
const unsigned = 'skip_thought_signature_validator';

const typesByEnding: Record<string, string> = {
  png: 'image/png',
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  webp: 'image/webp',
  gif: 'image/gif',
  heic: 'image/heic',
  pdf: 'application/pdf',
  txt: 'text/plain',
  mp3: 'audio/mp3',
  wav: 'audio/wav',
  mp4: 'video/mp4',
};

function typeOfAddress(url: string, otherwise: string): string {
  const ending = /\.([a-z0-9]{2,5})(?:[?#]|$)/i.exec(url)?.[1]?.toLowerCase();
  const type =
    ending !== undefined && Object.hasOwn(typesByEnding, ending) ? typesByEnding[ending] : undefined;
  return type ?? otherwise;
}

function writeMedia(media: Media, otherwise: string): Json {
  if ('data' in media) return { inlineData: { mimeType: media.mediaType, data: media.data } };
  const mimeType = media.mediaType ?? typeOfAddress(media.url, otherwise);
  return { fileData: { mimeType, fileUri: media.url } };
}

type DocumentPart = Extract<Part, { type: 'document' }>;

function writeDocument(part: DocumentPart, { dropped }: ContentWriting): Json[] {
  const heading = [part.title ?? part.name, part.context].filter((words) => words !== undefined).join('\n');
  const before = heading === '' ? [] : [{ text: heading }];
  if (part.citations) dropped.add('messages.content.document.citations');
  if (part.text !== undefined) return [...before, { text: part.text }];
  if (part.media) return [...before, writeMedia(part.media, 'application/pdf')];
  if (part.fileId !== undefined && /^(https?:|gs:|files\/)/.test(part.fileId))
    return [...before, { fileData: { mimeType: 'application/pdf', fileUri: part.fileId } }];
  dropped.add('messages.content.file');
  return [];
}

/** A tool's result as the object that Gemini wants. */
function resultObject(part: Extract<Part, { type: 'tool_result' }>): Json {
  const words = part.content
    .map((entry) => (entry.type === 'text' || entry.type === 'refusal' ? entry.text : ''))
    .join('');
  if (part.isError) return { error: words };
  const value = parseJson(words);
  return isRecord(value) ? value : { result: words };
}

function writeResult(
  part: Extract<Part, { type: 'tool_result' }>,
  writing: ContentWriting,
  name: string,
): Json[] {
  const shown = part.content.filter(({ type }) => type === 'image' || type === 'document');
  return [
    {
      functionResponse: defined({
        id: writing.ids && part.callId !== '' ? part.callId : undefined,
        name,
        response: resultObject(part),
      }),
    },
    ...shown.flatMap((entry) => writePart(entry, writing, '')),
  ];
}

function writePart(part: Part, writing: ContentWriting, callName: string): Json[] {
  const { dropped } = writing;
  switch (part.type) {
    case 'text':
    case 'refusal':
      return part.text === '' ? [] : [{ text: part.text }];
    case 'image':
      if (part.detail !== undefined && part.detail !== 'auto')
        dropped.add('messages.content.image_url.detail');
      return [writeMedia(part.media, 'image/jpeg')];
    case 'audio':
      return [{ inlineData: { mimeType: `audio/${part.format}`, data: part.data } }];
    case 'document':
      return writeDocument(part, writing);
    case 'thinking':
      // The thought itself is the model's own affair; what vouches for it goes back.
      if (part.signature !== undefined && part.signer !== 'anthropic' && part.signer !== 'openai')
        return [{ text: '', thoughtSignature: part.signature }];
      if (part.text !== '') dropped.add('messages.reasoning_content');
      return [];
    case 'tool_call':
      return [
        defined({
          functionCall: defined({
            id: writing.ids && part.id !== '' ? part.id : undefined,
            name: part.name,
            args: toolInput(part.arguments),
          }),
          thoughtSignature: part.signature,
        }),
      ];
    case 'tool_result':
      return writeResult(part, writing, part.name ?? callName);
    case 'other':
      if (part.source === geminiSource) return [part.value];
      dropped.addPart(part.value);
      return [];
  }
}

const isPicture = (part: Json): boolean =>
  String(record(part['inlineData'] ?? part['fileData'])['mimeType']).startsWith('image/');

/** The first call of a model's turn must be signed, by whomever, and each of its pictures. */
function signParts(parts: Json[]): void {
  const first = parts.find((part) => part['functionCall'] !== undefined);
  for (const part of parts) if (part === first || isPicture(part)) part['thoughtSignature'] ??= unsigned;
}

type Content = { role: 'user' | 'model'; parts: Json[] };

/** Messages as contents; system and developer messages are not written here. Neighbours of one role are one content. */
export function writeContents(messages: readonly Message[], writing: ContentWriting): Content[] {
  const contents: Content[] = [];
  const names = new Map<string, string>();
  for (const message of messages) {
    if (message.role === 'system' || message.role === 'developer') continue;
    if (message.name !== undefined) writing.dropped.add('messages.name');
    const role = message.role === 'assistant' ? 'model' : 'user';
    const parts: Json[] = [];
    for (const part of message.parts) {
      if (part.type === 'tool_call') names.set(part.id, part.name);
      const callName = part.type === 'tool_result' ? (names.get(part.callId) ?? 'function') : '';
      parts.push(...writePart(part, writing, callName));
      if ('cache' in part && part.cache) writing.dropped.add('cache_control');
    }
    if (parts.length === 0) continue;
    if (role === 'model' && writing.signedCalls) signParts(parts);
    const last = contents.at(-1);
    if (last?.role === role) last.parts.push(...parts);
    else contents.push({ role, parts });
  }
  return contents;
}

/** Instructions as parts of `systemInstruction`. */
export function writeInstructions(messages: readonly Message[], writing: ContentWriting): Json[] {
  return messages
    .filter(({ role }) => role === 'system' || role === 'developer')
    .flatMap(({ parts }) =>
      parts.flatMap((part) => {
        if ('cache' in part && part.cache) writing.dropped.add('cache_control');
        return writePart(part, writing, '');
      }),
    );
}
