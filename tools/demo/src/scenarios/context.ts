import type { Random } from '@heliostat/simulator';
import { randomUUID } from 'node:crypto';
import type { DemoCall } from '../traffic/call.js';
import type { DemoModel } from '../traffic/models.js';
import type { Person } from '../traffic/people.js';

export type Context = { random: Random; person: Person };

/** Headers that a well-instrumented application sends: user, properties and, in a session, its place there. */
export class Labels {
  private readonly session = randomUUID();

  constructor(
    private readonly context: Context,
    private readonly feature: string,
    private readonly sessionName?: string,
  ) {}

  at(path?: string, extra: Record<string, string> = {}): Record<string, string> {
    const { person, random } = this.context;
    const environment = random.next() < 0.84 ? 'production' : random.pick(['staging', 'development']);
    return {
      'Helicone-User-Id': person.id,
      'Helicone-Property-Environment': environment,
      'Helicone-Property-Feature': this.feature,
      'Helicone-Property-Plan': person.plan,
      'Helicone-Property-App-Version': random.next() < 0.7 ? '2.4.1' : '2.4.0',
      ...(path &&
        this.sessionName && {
          'Helicone-Session-Id': this.session,
          'Helicone-Session-Name': this.sessionName,
          'Helicone-Session-Path': path,
        }),
      ...extra,
    };
  }
}

export type Turn = { role: 'user' | 'assistant'; content: string };
type ChatOptions = { system?: string; stream?: boolean; maxTokens?: number; extra?: Record<string, unknown> };

/** A chat call in the wire format of the model's provider. */
export function chatCall(
  model: DemoModel,
  turns: Turn[],
  headers: Record<string, string>,
  { system, stream = false, maxTokens = 800, extra = {} }: ChatOptions = {},
): DemoCall {
  if (model.wire === 'anthropic')
    return {
      model,
      headers,
      path: '/v1/messages',
      body: {
        model: model.name,
        max_tokens: maxTokens,
        ...(system && { system: [{ type: 'text', text: system, cache_control: { type: 'ephemeral' } }] }),
        messages: turns,
        ...(stream && { stream }),
        ...extra,
      },
    };
  if (model.wire === 'gemini')
    return {
      model,
      headers,
      path: `/v1beta/models/${model.name}:${stream ? 'streamGenerateContent?alt=sse' : 'generateContent'}`,
      body: {
        ...(system && { systemInstruction: { parts: [{ text: system }] } }),
        contents: turns.map((t) => ({
          role: t.role === 'assistant' ? 'model' : 'user',
          parts: [{ text: t.content }],
        })),
        generationConfig: { maxOutputTokens: maxTokens },
        ...extra,
      },
    };
  return {
    model,
    headers,
    path: '/v1/chat/completions',
    body: {
      model: model.name,
      messages: [...(system ? [{ role: 'system', content: system }] : []), ...turns],
      ...(stream && { stream, stream_options: { include_usage: true } }),
      ...extra,
    },
  };
}
