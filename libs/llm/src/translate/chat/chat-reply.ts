import { isRecord, list, record, text, type Json } from '../../json/json-value.js';
import type { ReplyContext } from '../codec.js';
import type { Citation, Part } from '../conversation/message.js';
import type { Choice, ConversationError, ConversationReply } from '../conversation/reply.js';
import { defined } from '../wire/defined.js';
import { writeMediaUrl } from '../wire/media-url.js';
import { readOpenAiUsage, writeChatUsage } from '../wire/openai-usage.js';
import { readFinish, writeFinish } from './chat-finish.js';
import { writeThought, type Thought } from './chat-thoughts.js';
import { chatSource } from './read-chat-part.js';
import { legacyCallId, readAssistantParts } from './read-chat-message.js';
import { writeToolCall } from './write-chat-message.js';

const seconds = (value: unknown): number | undefined =>
  typeof value === 'number' && Number.isFinite(value) && value >= 0 ? value : undefined;

/** Reads a whole chat completion. */
export function readChatReply(body: Json): ConversationReply {
  const choices = list(body['choices'])
    .filter(isRecord)
    .map((entry, position): Choice => {
      const message = record(entry['message']);
      const parts = readAssistantParts(message, () => legacyCallId(position));
      const hasCalls = parts.some((part) => part.type === 'tool_call');
      return defined({
        index: seconds(entry['index']) ?? position,
        parts,
        finish: readFinish(entry['finish_reason'], hasCalls),
        logprobs: isRecord(entry['logprobs']) ? entry['logprobs'] : undefined,
      });
    });
  return defined({
    id: text(body['id']),
    model: text(body['model']),
    created: seconds(body['created']),
    choices,
    usage: readOpenAiUsage(body['usage']) ?? readOpenAiUsage(record(body['x_groq'])['usage']),
    serviceTier: text(body['service_tier']),
    systemFingerprint: text(body['system_fingerprint']),
  });
}

/** A citation as an entry of `annotations`. */
export function writeAnnotation(citation: Citation): Json {
  if (citation.source?.format === chatSource) return citation.source.value;
  return {
    type: 'url_citation',
    url_citation: defined({
      start_index: citation.start ?? 0,
      end_index: citation.end ?? 0,
      title: citation.title ?? '',
      url: citation.url ?? '',
      content: citation.citedText,
    }),
  };
}

/** A generated image as an entry of `images` (page gateway/concepts/image-generation). */
export function writeImage(media: Extract<Part, { type: 'image' }>['media'], index: number): Json {
  return { type: 'image_url', image_url: { url: writeMediaUrl(media) }, index };
}

/** Thoughts as clients of OpenRouter and of the gateway read them; signatures alone need the details. */
export function thoughtFields(thoughts: readonly Thought[], context: ReplyContext): Json {
  if (thoughts.length === 0) return {};
  const plain = thoughts.map((thought) => thought.text).join('');
  const signed = thoughts.some(
    (thought) => thought.signature !== undefined || thought.redacted !== undefined,
  );
  return defined({
    reasoning: plain === '' ? undefined : plain,
    reasoning_details: signed
      ? thoughts.map((thought, at) =>
          writeThought({ ...thought, signer: thought.signer ?? context.signer }, at),
        )
      : undefined,
  });
}

/** Whether the client speaks of `functions` and knows no tools. */
export function isLegacy(context: ReplyContext): boolean {
  return Array.isArray(context.request['functions']) && context.request['tools'] === undefined;
}

function writeMessage(choice: Choice, context: ReplyContext): Json {
  const of = <T extends Part['type']>(type: T) =>
    choice.parts.filter((part): part is Extract<Part, { type: T }> => part.type === type);
  const texts = of('text');
  const calls = of('tool_call');
  const refusal = of('refusal');
  const annotations = texts.flatMap((part) => part.citations ?? []).map(writeAnnotation);
  const images = of('image').map((part, at) => writeImage(part.media, at));
  const audio = of('other').find((part) => part.source === chatSource && part.value['type'] === 'audio');
  const first = calls[0];
  const legacy = isLegacy(context) && first !== undefined;
  const content = texts.map((part) => part.text).join('');
  return defined({
    role: 'assistant',
    content: content === '' && (calls.length > 0 || refusal.length > 0) ? null : content,
    refusal: refusal.length > 0 ? refusal.map((part) => part.text).join('') : null,
    ...thoughtFields(of('thinking'), context),
    annotations: annotations.length > 0 ? annotations : undefined,
    images: images.length > 0 ? images : undefined,
    audio: audio?.value['audio'],
    function_call: legacy ? { name: first.name, arguments: first.arguments } : undefined,
    tool_calls: calls.length > 0 && !legacy ? calls.map(writeToolCall) : undefined,
  });
}

/** Id of a reply: the provider's own where it is one of this format, else made from the context. */
export function chatId(given: string | undefined, context: ReplyContext): string {
  return given?.startsWith('chatcmpl') ? given : `chatcmpl-${context.id}`;
}

/** Writes a whole chat completion. */
export function writeChatReply(reply: ConversationReply, context: ReplyContext): Json {
  const legacy = isLegacy(context);
  return defined({
    id: chatId(reply.id, context),
    object: 'chat.completion',
    created: reply.created ?? context.created,
    model: reply.model ?? context.model,
    choices: reply.choices.map((choice) => ({
      index: choice.index,
      message: writeMessage(choice, context),
      logprobs: choice.logprobs ?? null,
      finish_reason: writeFinish(choice.finish, legacy),
    })),
    usage: reply.usage && writeChatUsage(reply.usage),
    service_tier: reply.serviceTier,
    system_fingerprint: reply.systemFingerprint,
  });
}

/** An error in OpenAI's shape; the status stands in for a code. */
export function writeOpenAiError(status: number, error: ConversationError): Json {
  return {
    error: {
      message: error.message,
      type: error.type ?? typeOfStatus(status),
      param: error.param ?? null,
      code: error.code ?? status,
    },
  };
}

function typeOfStatus(status: number): string {
  if (status === 401) return 'authentication_error';
  if (status === 403) return 'permission_error';
  if (status === 429) return 'rate_limit_error';
  return status >= 400 && status < 500 ? 'invalid_request_error' : 'server_error';
}
