import { isRecord, text, type Json } from '../json/json-value.js';
import { assembleAnthropic } from './assemble-anthropic.js';
import { assembleChat } from './assemble-chat.js';
import { assembleCohere } from './assemble-cohere.js';
import { assembleConverse } from './assemble-converse.js';
import { assembleGemini } from './assemble-gemini.js';
import { assembleLines } from './assemble-lines.js';
import { assembleResponses } from './assemble-responses.js';
import type { AssembledReply, Assembler } from './assembler.js';

const anthropicEvent = /^(message_(start|delta|stop)|content_block_(start|delta|stop))$/;
const converseEvent = /^(messageStart|messageStop|contentBlock(Start|Delta|Stop)|metadata)$/;
const cohereEvent =
  /^(message-(start|end)|content-(start|delta|end)|tool-(plan-delta|call-(start|delta|end)))$/;
const openAiEvent = /^(response\.|transcript\.text\.|speech\.audio\.|image_(generation|edit)\.)/;

/** The format of a stream by one of its events; undefined for pings, errors and the unknown. */
function chooseAssembler(event: Json, name: string | undefined): (() => Assembler) | undefined {
  const type = text(event['type']) ?? name ?? '';
  if (Array.isArray(event['choices'])) return assembleChat;
  if (anthropicEvent.test(type)) return assembleAnthropic;
  if (openAiEvent.test(type)) return assembleResponses;
  if (Array.isArray(event['candidates']) || isRecord(event['usageMetadata'])) return assembleGemini;
  if (isRecord(event['response']) && Array.isArray(event['response']['candidates'])) return assembleGemini;
  if (cohereEvent.test(type) || typeof event['event_type'] === 'string') return assembleCohere;
  if (name !== undefined && converseEvent.test(name)) return assembleConverse;
  if (typeof event['done'] === 'boolean' || typeof event['generation'] === 'string') return assembleLines;
  if (isRecord(event['usage']) || isRecord(event['x_groq'])) return assembleChat;
  return undefined;
}

/** Assembles a stream of any known format; the first event that tells decides which. */
export function createStreamAssembler(): {
  /** Takes one event's data: JSON text, or the parsed value where the transport already parsed it. */
  add(data: unknown, name?: string): void;
  /** null when no event was understood. */
  finish(): AssembledReply | null;
} {
  let assembler: Assembler | undefined;
  let error: unknown;
  let done = false;
  let metrics: unknown;
  return {
    add(value, name) {
      if (value === '[DONE]') {
        done = true;
        return;
      }
      if (!isRecord(value)) return;
      if (value['error'] !== undefined && value['error'] !== null) error = value['error'];
      else if (name === 'error' && error === undefined) error = value;
      if (isRecord(value['amazon-bedrock-invocationMetrics']))
        metrics = value['amazon-bedrock-invocationMetrics'];
      assembler ??= chooseAssembler(value, name)?.();
      assembler?.add(value, name);
    },
    finish() {
      const assembled =
        assembler?.finish() ??
        (error === undefined ? null : { reply: {}, complete: false, usageFinal: true });
      if (!assembled) return null;
      const { reply } = assembled;
      if (error !== undefined && reply['error'] == null) reply['error'] = error;
      if (metrics !== undefined && reply['usage'] === undefined)
        reply['amazon-bedrock-invocationMetrics'] = metrics;
      return { ...assembled, complete: assembled.complete || done };
    },
  };
}
