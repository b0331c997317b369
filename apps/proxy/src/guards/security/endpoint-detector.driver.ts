import { createHash } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import type { Dispatcher } from 'undici';
import { endpointUrl, postJson } from '../post-json.js';
import { harmless, type PromptDetector, type Verdict } from './prompt-detector.js';
import { readGuardAnswers, type GuardAnswer } from './read-guard-answer.js';

export type EndpointDetectorOptions = {
  /** Base of an OpenAI-compatible server, or the whole URL of a `/classify` or `/predict`. */
  url: string;
  model: string;
  apiKey?: string | undefined;
  timeoutMs: number;
  /** Score from which a text is an attack. */
  threshold: number;
  /** Characters that the model reads at once: longer texts are asked about in stretches. */
  stretch: number;
  dispatcher?: Dispatcher;
};

/** Stretches of one text: half of them from its beginning, half from its end. */
const maxStretches = 8;
/** Texts asked about; a conversation repeats its history, and what was judged before is remembered. */
const maxTexts = 32;
const remembered = 2_000;
const lanes = 4;

/** Asks a classifier (Prompt Guard, Llama Guard) at a server that the installation runs. */
export function createEndpointDetector(options: EndpointDetectorOptions): PromptDetector {
  const known = new LRUCache<string, GuardAnswer>({ max: remembered });
  const url = /\/(?:classify|predict)$/.test(new URL(options.url).pathname)
    ? options.url
    : endpointUrl(options.url, '/v1/chat/completions');

  const ask = async (text: string, deadline: number): Promise<GuardAnswer> => {
    const key = createHash('sha256').update(text).digest('base64');
    const before = known.get(key);
    if (before !== undefined) return before;
    const timeoutMs = Math.max(1, deadline - Date.now());
    const body = await postJson(url, bodyFor(url, options.model, text), { ...options, timeoutMs });
    const answer = worst(readGuardAnswers(body));
    known.set(key, answer);
    return answer;
  };

  return {
    async check(texts): Promise<Verdict> {
      const asked = texts.slice(-maxTexts).flatMap((text) => stretchesOf(text, options.stretch));
      const deadline = Date.now() + options.timeoutMs;
      let verdict = harmless;
      let next = 0;
      const lane = async () => {
        while (next < asked.length && !verdict.threat) {
          const { score, reasons } = await ask(asked[next++]!, deadline);
          if (score > verdict.score) verdict = { threat: score >= options.threshold, score, reasons };
        }
      };
      await Promise.all(Array.from({ length: Math.min(lanes, asked.length) }, lane));
      return verdict;
    },
  };
}

function bodyFor(url: string, model: string, text: string): unknown {
  if (url.endsWith('/classify')) return { model, input: [text] };
  if (url.endsWith('/predict')) return { inputs: text, raw_scores: false, truncate: true };
  return { model, messages: [{ role: 'user', content: text }], temperature: 0, max_tokens: 32 };
}

const worst = (answers: readonly GuardAnswer[]): GuardAnswer =>
  answers.reduce((a, b) => (b.score > a.score ? b : a));

/** The text in stretches, the first and the last of them where there are too many. */
export function stretchesOf(text: string, length: number): string[] {
  const count = Math.ceil(text.length / length);
  const half = maxStretches / 2;
  const stretches: string[] = [];
  for (let index = 0; index < count; index++) {
    if (count > maxStretches && index >= half && index < count - half) continue;
    stretches.push(text.slice(index * length, (index + 1) * length));
  }
  return stretches;
}
