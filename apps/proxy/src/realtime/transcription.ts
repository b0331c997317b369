import type { Usage } from '@heliostat/contracts';
import { readUsageObject } from '@heliostat/llm';
import type { JsonObject } from '../pipeline/call.js';
import { eventHead, readEvent } from './realtime-event.js';

const completed = Buffer.from('"conversation.item.input_audio_transcription.completed"');
const sessions = [Buffer.from('"session.created"'), Buffer.from('"session.updated"')];
/** USD a minute, of models that state how long they listened and not what they counted (OpenAI's price page). */
const minutePrices: Record<string, number> = { 'whisper-1': 0.006 };
/** A session lasts an hour at most; so nothing heard in it is longer. */
const maxSeconds = 3_600;

/** The model that writes down what users say, where an event of the provider's tells the session's settings. */
export function transcriptionModel(event: Buffer): string | undefined {
  const head = eventHead(event);
  if (!sessions.some((type) => head.includes(type))) return undefined;
  const { type, session } = readEvent(event) ?? {};
  if (type !== 'session.created' && type !== 'session.updated') return undefined;
  const settings = objectOf(session);
  const input = objectOf(objectOf(settings['audio'])['input']);
  const { model } = objectOf(input['transcription'] ?? settings['input_audio_transcription']);
  return typeof model === 'string' ? model : undefined;
}

/**
 * What a model used that wrote down what a user said, where a provider's event tells that it did; undefined for any
 * other event, and for one that does not say what it used. OpenAI states tokens, or for `whisper-1` seconds.
 */
export function readTranscription(event: Buffer, model: string | undefined): Usage | undefined {
  if (!eventHead(event).includes(completed)) return undefined;
  const { type, usage } = readEvent(event) ?? {};
  if (type !== 'conversation.item.input_audio_transcription.completed') return undefined;
  const stated = objectOf(usage);
  if (stated['type'] === 'duration') return ofDuration(stated['seconds'], model);
  return readUsageObject(stated, 'openai') ?? undefined;
}

function ofDuration(seconds: unknown, model: string | undefined): Usage | undefined {
  if (typeof seconds !== 'number' || !(seconds >= 0)) return undefined;
  const price = model !== undefined && Object.hasOwn(minutePrices, model) ? minutePrices[model] : undefined;
  const heard = Math.min(seconds, maxSeconds);
  return {
    input: 0,
    output: 0,
    ...(price === undefined ? {} : { providerCost: toNano((heard * price) / 60) }),
  };
}

/** Costs are counted in nano-USD. */
const toNano = (usd: number): number => Math.round(usd * 1e9) / 1e9;

const objectOf = (value: unknown): JsonObject =>
  typeof value === 'object' && value !== null ? (value as JsonObject) : {};
