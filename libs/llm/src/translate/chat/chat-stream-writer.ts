import type { Usage } from '@heliostat/contracts';
import { record, type Json } from '../../json/json-value.js';
import type { ReplyContext, StreamWriter } from '../codec.js';
import type { StreamEvent } from '../conversation/stream-event.js';
import { defined } from '../wire/defined.js';
import { dataEvent } from '../wire/event-text.js';
import { writeChatUsage } from '../wire/openai-usage.js';
import { writeFinish } from './chat-finish.js';
import { chatId, isLegacy, writeAnnotation, writeImage, writeOpenAiError } from './chat-reply.js';
import { writeThought, type Thought } from './chat-thoughts.js';

/** Thoughts longer than this (4 million characters) are streamed all the same, and not repeated by their signature. */
const maxThought = 4_000_000;

type ChoiceState = {
  greeted: boolean;
  calls: Map<number, { index: number; custom: boolean }>;
  thoughts: Map<number, Thought>;
  thoughtCount: number;
  imageCount: number;
};

/**
 * Writes a streamed chat completion, ended by `[DONE]`. Usage comes in a chunk of its own where the client asked for
 * it by `stream_options.include_usage`. A signed thought is repeated whole in `reasoning_details` when it ends.
 */
export function createChatStreamWriter(context: ReplyContext): StreamWriter {
  const legacy = isLegacy(context);
  const showUsage = record(context.request['stream_options'])['include_usage'] === true;
  const choices = new Map<number, ChoiceState>();
  let head: Json = {};
  let usage: Usage | undefined;
  let ended = false;
  takeStart({ type: 'start' });

  function takeStart(event: Extract<StreamEvent, { type: 'start' }>): void {
    head = defined({
      id: chatId(event.id, context),
      object: 'chat.completion.chunk',
      created: event.created ?? context.created,
      model: event.model ?? context.model,
      service_tier: event.serviceTier,
      system_fingerprint: event.systemFingerprint,
    });
  }

  const envelope = (chosen: Json[], counted: Json | null): string =>
    dataEvent(showUsage ? { ...head, choices: chosen, usage: counted } : { ...head, choices: chosen });

  const chunk = (index: number, delta: Json, finish: string | null = null, logprobs: Json | null = null) =>
    envelope([{ index, delta, logprobs, finish_reason: finish }], null);

  function stateOf(index: number): ChoiceState {
    let state = choices.get(index);
    if (!state) {
      state = { greeted: false, calls: new Map(), thoughts: new Map(), thoughtCount: 0, imageCount: 0 };
      choices.set(index, state);
    }
    return state;
  }

  /** The first chunk of a choice tells the role. */
  function greeting(index: number, state: ChoiceState): string {
    if (state.greeted) return '';
    state.greeted = true;
    return chunk(index, { role: 'assistant', content: '', refusal: null });
  }

  function callDelta(state: ChoiceState, part: number, fields: Json): Json {
    return { tool_calls: [{ index: state.calls.get(part)?.index ?? 0, ...fields }] };
  }

  function thoughtOf(state: ChoiceState, part: number): Thought {
    let thought = state.thoughts.get(part);
    if (!thought) state.thoughts.set(part, (thought = { type: 'thinking', text: '' }));
    return thought;
  }

  function startPart(state: ChoiceState, event: Extract<StreamEvent, { type: 'part_start' }>): string {
    if (event.kind === 'thinking' && event.id !== undefined) thoughtOf(state, event.part).id = event.id;
    if (event.kind !== 'tool_call') return '';
    const custom = event.custom === true;
    const index = state.calls.size;
    state.calls.set(event.part, { index, custom });
    const { id, name } = event;
    // The legacy format knows one call alone.
    if (legacy) return index === 0 ? chunk(event.choice, { function_call: { name, arguments: '' } }) : '';
    const call = custom
      ? { id, type: 'custom', custom: { name, input: '' } }
      : { id, type: 'function', function: { name, arguments: '' } };
    return chunk(event.choice, callDelta(state, event.part, call));
  }

  function writeArguments(state: ChoiceState, event: Extract<StreamEvent, { type: 'arguments' }>): string {
    const call = state.calls.get(event.part);
    if (legacy)
      return call?.index === 0 ? chunk(event.choice, { function_call: { arguments: event.json } }) : '';
    const fields = call?.custom ? { custom: { input: event.json } } : { function: { arguments: event.json } };
    return chunk(event.choice, callDelta(state, event.part, fields));
  }

  function writeSignature(state: ChoiceState, event: Extract<StreamEvent, { type: 'signature' }>): string {
    const { signature } = event;
    if (state.calls.has(event.part)) {
      if (legacy) return '';
      const fields = {
        function: { arguments: '' },
        extra_content: { google: { thought_signature: signature } },
      };
      return chunk(event.choice, callDelta(state, event.part, fields));
    }
    const thought = thoughtOf(state, event.part);
    thought.signature = (thought.signature ?? '') + signature;
    thought.signer = event.signer ?? context.signer;
    return '';
  }

  function endPart(state: ChoiceState, choice: number, part: number): string {
    const thought = state.thoughts.get(part);
    state.thoughts.delete(part);
    if (!thought || (thought.signature === undefined && thought.redacted === undefined)) return '';
    const detail = writeThought(thought, state.thoughtCount++);
    return chunk(choice, { reasoning_details: [detail] });
  }

  function writeOne(event: StreamEvent): string {
    switch (event.type) {
      case 'start':
        takeStart(event);
        return '';
      case 'usage':
        usage = event.usage;
        return '';
      case 'error':
        return dataEvent(writeOpenAiError(event.status ?? 500, event.error));
      case 'end': {
        if (ended) return '';
        ended = true;
        const counted = showUsage && usage ? envelope([], writeChatUsage(usage)) : '';
        return `${counted}data: [DONE]\n\n`;
      }
      default: {
        const state = stateOf(event.choice);
        const hello = greeting(event.choice, state);
        return hello + writeChoice(state, event);
      }
    }
  }

  function writeChoice(
    state: ChoiceState,
    event: Exclude<StreamEvent, { type: 'start' | 'usage' | 'error' | 'end' }>,
  ): string {
    const { choice } = event;
    switch (event.type) {
      case 'part_start':
        return startPart(state, event);
      case 'text':
        return chunk(choice, { content: event.text }, null, event.logprobs ?? null);
      case 'thinking': {
        const thought = thoughtOf(state, event.part);
        if (thought.text.length < maxThought) thought.text += event.text;
        return chunk(choice, { reasoning: event.text });
      }
      case 'signature':
        return writeSignature(state, event);
      case 'redacted_thinking': {
        const thought = thoughtOf(state, event.part);
        thought.redacted = (thought.redacted ?? '') + event.data;
        thought.signer = context.signer;
        return '';
      }
      case 'refusal':
        return chunk(choice, { refusal: event.text });
      case 'arguments':
        return writeArguments(state, event);
      case 'citation':
        return chunk(choice, { annotations: [writeAnnotation(event.citation)] });
      case 'image':
        return chunk(choice, { images: [writeImage(event.media, state.imageCount++)] });
      case 'audio':
        return chunk(choice, { audio: event.value });
      case 'part_end':
        return endPart(state, choice, event.part);
      case 'finish': {
        const reason = writeFinish(event.reason, legacy);
        return chunk(choice, {}, reason);
      }
    }
  }

  return {
    write(events) {
      let text = '';
      for (const event of events) if (!ended) text += writeOne(event);
      return text;
    },
  };
}
