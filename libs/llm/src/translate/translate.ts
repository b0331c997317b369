import type { Usage } from '@heliostat/contracts';
import { isRecord, record, type Json } from '../json/json-value.js';
import { chatDeviations } from './chat/chat-deviations.js';
import type { Codec, Format, ReplyContext, TargetFacts, WrittenRequest } from './codec.js';
import { codecOf } from './codecs.js';
import { replyEvents } from './conversation/reply-events.js';
import type { StreamEvent } from './conversation/stream-event.js';
import { droppedNames, type ClientFormat } from './dropped-names.js';
import { fitConversation, signerOf } from './fit-conversation.js';
import { gatewayKeys } from './wire/gateway-keys.js';
import { hiddenFault } from './wire/hidden-fault.js';

export type { ClientFormat } from './dropped-names.js';

export type TranslateInput = {
  /** The client's request. Never changed. */
  body: Json;
  from: ClientFormat;
  to: Format;
  target: TargetFacts;
  context: Omit<ReplyContext, 'request' | 'signer'>;
  /**
   * Has a stream of the client's own format state its usage though the client did not ask. Clients then see one more
   * chunk, without choices. Translated streams always state it to the gateway, and to the client if it asked.
   */
  askUsage?: boolean;
};

/** Turns the bytes of a provider's stream into those of the client's format, as they come. */
export type StreamTranslation = {
  /** What can be said with this chunk; undefined when that is nothing yet. A chunk may end anywhere. */
  push(chunk: Uint8Array): Uint8Array | undefined;
  /** What is left when the provider's connection ended. */
  end(): Uint8Array | undefined;
  /** Whether a word of the reply, or its end, has come: what was said until then tells nobody anything. */
  opened(): boolean;
  /** The error that came before any of it: what was pushed out need not be sent, another provider may be asked. */
  fault(): StreamFault | undefined;
};

export type StreamFault = { status: number; message: string; type?: string };

export type ReplyTranslation = {
  /** A whole reply, of a 2xx status. Throws a `ProviderFault` for an error, or something else, with such a status. */
  json(body: Json): Json;
  /**
   * A whole reply as the stream that the client asked for (`text/event-stream`). Throws as `json` does; absent where the
   * API has no streams.
   */
  events?(body: Json): Uint8Array;
  /** A refusal: `body` is JSON, or text where it is none. */
  error(status: number, body: unknown): Json;
  /** Server-sent events (`text/event-stream`), one translation for each reply. */
  stream(): StreamTranslation;
  /** What the provider has said of usage so far, exact to what its format tells and the client's may not. */
  usage(): Usage | undefined;
};

export type TranslatedCall = {
  body: Json;
  /** Parameters of the client's that the target cannot express, by the client's names (`Helicone-Dropped-Params`). */
  dropped: string[];
  /** Headers that the body needs, by lower-case name. */
  headers: Record<string, string>;
  /** Absent where the provider answers in the client's format: its bytes pass as they are. */
  reply?: ReplyTranslation;
  /** For a provider that answers in the client's format, and whole though a stream was asked for. */
  unstreamed?: Pick<ReplyTranslation, 'usage'> & Required<Pick<ReplyTranslation, 'events'>>;
};

function adapt(codec: Codec, body: Json, target: TargetFacts): WrittenRequest {
  if (codec.adaptRequest) return codec.adaptRequest(body, target);
  const adapted: Json = { ...body, model: target.model };
  for (const key of gatewayKeys) delete adapted[key];
  return { body: adapted, dropped: [], headers: {} };
}

/** Takes out what the model refuses, of the formats that call parameters by OpenAI's names. */
function dropUnsupported(body: Json, to: Format, { unsupported }: TargetFacts): string[] {
  if (unsupported === undefined || (to !== 'chat' && to !== 'responses')) return [];
  const dropped = unsupported.filter((name) => body[name] !== undefined && body[name] !== null);
  for (const name of dropped) delete body[name];
  return dropped;
}

function askForUsage(body: Json, target: TargetFacts): void {
  if (body['stream'] !== true || !chatDeviations(target.provider).streamOptions) return;
  body['stream_options'] = { ...record(body['stream_options']), include_usage: true };
}

/** A provider's error, or something else, that came as if it were a reply. */
export class ProviderFault extends Error {
  constructor(
    message: string,
    /** What an error stands for; undefined for something else. */
    readonly status?: number,
  ) {
    super(message);
  }
}

const brokenOff: StreamEvent = {
  type: 'error',
  error: { type: 'api_error', message: "The provider's stream ended before its reply was complete." },
  status: 502,
};

/** Of what a whole reply of a format has one at the least; a blocked prompt of Gemini's has no candidates. */
const replyFields: Record<Format, readonly string[]> = {
  chat: ['choices'],
  responses: ['output'],
  messages: ['content'],
  gemini: ['candidates', 'promptFeedback', 'usageMetadata', 'response'],
  converse: ['output'],
};

const isReply = (body: unknown, format: Format): body is Json =>
  isRecord(body) && replyFields[format].some((field) => body[field] !== undefined);

function faultOf({ error, status }: Extract<StreamEvent, { type: 'error' }>): StreamFault {
  const { message, type } = error;
  const named = hiddenFault({ error })?.status ?? 502;
  return { status: status ?? named, message, ...(type === undefined ? {} : { type }) };
}

function translateReply(client: Codec, provider: Codec, context: ReplyContext): ReplyTranslation {
  let usage: Usage | undefined;
  const noted = (events: StreamEvent[]) => {
    for (const event of events) if (event.type === 'usage') usage = event.usage;
    return events;
  };
  const read = (body: Json) => {
    const fault = hiddenFault(body);
    if (fault) throw new ProviderFault(provider.readError(fault.status, body).message, fault.status);
    // Codecs read everything as well as they can: an answer of something else would become an empty reply.
    if (!isReply(body, provider.format))
      throw new ProviderFault(`it has none of ${replyFields[provider.format].join(', ')}`);
    const reply = provider.readReply(body);
    usage = reply.usage;
    return reply;
  };
  return {
    usage: () => usage,
    json: (body) => client.writeReply(read(body), context),
    events: (body) => Buffer.from(client.createStreamWriter(context).write(replyEvents(read(body)))),
    error: (status, body) => client.writeError(status, provider.readError(status, body)),
    stream() {
      const reader = provider.createStreamReader();
      const writer = client.createStreamWriter(context);
      const bytes = (text: string) => (text === '' ? undefined : Buffer.from(text));
      let closed = false;
      let opened = false;
      let fault: StreamFault | undefined;
      const seen = (events: StreamEvent[]) => {
        closed ||= events.some(({ type }) => type === 'finish' || type === 'error' || type === 'end');
        if (!opened) look(events);
        return noted(events);
      };
      const look = (events: readonly StreamEvent[]) => {
        for (const event of events) {
          if (event.type === 'start' || event.type === 'usage' || event.type === 'end') continue;
          opened = true;
          if (event.type === 'error') fault = faultOf(event);
          return;
        }
      };
      return {
        opened: () => opened,
        fault: () => fault,
        push: (chunk) => bytes(writer.write(seen(reader.push(chunk)))),
        end() {
          const rest = reader.end();
          // What broke off must not look like a reply that is complete, or like an empty one.
          const whole = closed || rest.some(({ type }) => type === 'finish' || type === 'error');
          return bytes(writer.write(seen(whole ? rest : rest.toSpliced(-1, 0, brokenOff))));
        },
      };
    },
  };
}

/** Made when it is needed, which is nearly never. */
function unstreamed(client: Codec, context: ReplyContext): NonNullable<TranslatedCall['unstreamed']> {
  let reply: ReplyTranslation | undefined;
  return {
    events: (body) => (reply ??= translateReply(client, client, context)).events!(body),
    usage: () => reply?.usage(),
  };
}

/**
 * Writes a client's request for a provider, and tells how its reply comes back. Where both speak the same format, all
 * of the client's fields stay, but for the model, the gateway's own keys and what the provider would refuse.
 */
export function translateCall(input: TranslateInput): TranslatedCall {
  const { body, from, to, target } = input;
  const client = codecOf(from);
  if (from === to) {
    const { body: adapted, dropped, headers } = adapt(client, body, target);
    const refused = dropUnsupported(adapted, to, target);
    if (input.askUsage && from === 'chat') askForUsage(adapted, target);
    const call = { body: adapted, dropped: droppedNames([...dropped, ...refused], from), headers };
    return body['stream'] === true
      ? { ...call, unstreamed: unstreamed(client, { ...input.context, request: body }) }
      : call;
  }
  const provider = codecOf(to);
  const request = fitConversation(client.readRequest(body), to);
  const written = provider.writeRequest(request, target);
  const refused = dropUnsupported(written.body, to, target);
  const signer = signerOf(to);
  const context: ReplyContext = { ...input.context, request: body, ...(signer ? { signer } : {}) };
  const rest = request.rest.source === to ? [] : Object.keys(request.rest.fields);
  return {
    body: written.body,
    dropped: droppedNames([...written.dropped, ...rest, ...refused], from),
    headers: written.headers,
    reply: translateReply(client, provider, context),
  };
}
