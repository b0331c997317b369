import type { LogRecord } from '@heliostat/contracts';
import { Random } from '@heliostat/simulator';

const models: [provider: string, model: string][] = [
  ['openai', 'gpt-4o-mini'],
  ['openai', 'gpt-4o'],
  ['openai', 'gpt-4.1-mini'],
  ['anthropic', 'claude-sonnet-4-5'],
  ['anthropic', 'claude-haiku-4-5'],
  ['google-ai-studio', 'gemini-2.5-flash'],
  ['groq', 'llama-3.3-70b-versatile'],
  ['mistral', 'mistral-small-latest'],
];
const words =
  'the tower keeps a steady light while mirrors turn slowly over dry ground and salt stores heat for long nights when towns still need power so engineers watch valves pumps and weather with care and write short notes about what changed before noon'.split(
    ' ',
  );
const features = ['support', 'research', 'translation', 'search', 'review'];

/** A word that one record in ten thousand holds: what a search looks for. */
export const rareWord = 'perihelion';

export type Identity = { org: string; keyId: string };

/** Believable records, the same ones for the same seed: OpenAI's wire format, about 0.5 KB in and 0.7 KB out. */
export class RecordGenerator {
  private readonly random: Random;
  private count = 0;

  constructor(
    private readonly identity: Identity,
    seed = 1,
  ) {
    this.random = new Random(seed);
  }

  /** One record of the given time (epoch milliseconds). */
  next(createdAt: number): LogRecord {
    const { random } = this;
    const n = this.count++;
    const [provider, model] = random.pick(models);
    const question = this.text(60) + (n % 10_000 === 0 ? ` ${rareWord}` : '');
    const answer = this.text(70);
    const failed = random.next() < 0.02;
    const input = random.int(60, 900);
    const output = random.int(20, 300);
    const request = Buffer.from(JSON.stringify({ model, messages: [{ role: 'user', content: question }] }));
    const response = Buffer.from(
      failed
        ? '{"error":{"message":"Rate limit reached","type":"requests","param":null,"code":"rate_limit_exceeded"}}'
        : JSON.stringify({
            id: `chatcmpl-${random.id(24)}`,
            object: 'chat.completion',
            created: Math.floor(createdAt / 1000),
            model,
            choices: [{ index: 0, message: { role: 'assistant', content: answer }, finish_reason: 'stop' }],
            usage: { prompt_tokens: input, completion_tokens: output, total_tokens: input + output },
          }),
    );
    return {
      meta: {
        v: 1,
        id: this.uuid(),
        ...this.identity,
        createdAt,
        latencyMs: 200 + output * random.int(5, 14),
        ttftMs: random.next() < 0.4 ? random.int(120, 1400) : null,
        status: failed ? 429 : 200,
        method: 'POST',
        path: '/v1/chat/completions',
        targetUrl: 'https://api.example.com/v1/chat/completions',
        // The bodies are in OpenAI's format whoever answers; the others' names only spread the breakdowns.
        provider: provider === 'anthropic' || provider === 'google-ai-studio' ? 'openrouter' : provider,
        userId: `user-${Math.floor(random.next() ** 2 * 500)}`,
        properties: {
          Feature: random.pick(features),
          Environment: random.next() < 0.8 ? 'production' : 'staging',
          'Helicone-Session-Id': `session-${Math.floor(n / 4)}`,
        },
        reqType: 'application/json',
        resType: 'application/json',
        reqBytes: request.length,
        resBytes: response.length,
      },
      request,
      response,
    };
  }

  private text(count: number): string {
    let out = '';
    for (let i = 0; i < count; i++) out += `${i ? ' ' : ''}${words[this.random.int(0, words.length - 1)]}`;
    return out;
  }

  private uuid(): string {
    const hex = () => this.random.int(0, 0xffff).toString(16).padStart(4, '0');
    return `${hex()}${hex()}-${hex()}-4${hex().slice(1)}-8${hex().slice(1)}-${hex()}${hex()}${hex()}`;
  }
}
