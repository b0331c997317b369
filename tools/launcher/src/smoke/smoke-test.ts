import { randomInt, randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { causeMessage, CodedError } from '@heliostat/platform';
import { z } from 'zod';
import { askApp } from '../readiness/ask-apps.js';
import { startSmokeProvider, type SmokeProvider, type SmokeReply } from './smoke-provider.js';
import type { SmokeSettings } from './smoke-settings.js';

const callTimeoutMs = 30_000;
const pollMs = 500;

export type SmokeOptions = {
  /** How long the row may take; 60 s unless told. */
  rowTimeoutMs?: number;
  /** Hears each step that is done. */
  tell: (step: string) => void;
};

type Tokens = Pick<SmokeReply, 'promptTokens' | 'completionTokens'>;

const usageSchema = z.object({
  usage: z.object({ prompt_tokens: z.number(), completion_tokens: z.number() }),
});
const rowSchema = z.object({
  data: z
    .object({ prompt_tokens: z.number().nullable(), completion_tokens: z.number().nullable() })
    .nullable(),
});

/**
 * A call as a customer makes it, through the proxy to a provider of our own, and found again by the API with the very
 * tokens that the provider counted. Where settings name a model, one more call goes through the unified API to the
 * provider that the installation has a key for, and is found, too. Throws a coded error that says which part failed, and
 * what to look at.
 */
export async function smokeTest(settings: SmokeSettings, options: SmokeOptions): Promise<void> {
  const { tell, rowTimeoutMs = 60_000 } = options;
  const id = randomUUID();
  // By chance, so that no other row can be taken for this one.
  const reply: SmokeReply = {
    text: `smoke ${id}`,
    promptTokens: randomInt(1_000, 9_999),
    completionTokens: randomInt(1_000, 9_999),
  };
  const provider = await startSmokeProvider(settings.port, reply);
  try {
    tell(`a provider listens on port ${provider.port}`);
    await call(settings, provider, id, reply);
    tell(`the proxy passed a call on, request ${id}`);
    await findRow(settings, id, reply, rowTimeoutMs);
    tell(`the API has its row, with ${reply.promptTokens} and ${reply.completionTokens} tokens`);
    if (settings.model === undefined) return;
    const unifiedId = randomUUID();
    const tokens = await callUnified(settings, settings.model, unifiedId);
    tell(`the unified API answered for ${settings.model}, request ${unifiedId}`);
    await findRow(settings, unifiedId, tokens, rowTimeoutMs);
    tell(`the API has its row, with ${tokens.promptTokens} and ${tokens.completionTokens} tokens`);
  } finally {
    provider.close();
  }
}

async function call(
  settings: SmokeSettings,
  provider: SmokeProvider,
  id: string,
  reply: SmokeReply,
): Promise<void> {
  const target = `http://${settings.host}:${provider.port}`;
  const answer = await ask(`${settings.proxyUrl}/gateway/v1/chat/completions`, 'the proxy', {
    method: 'POST',
    headers: {
      'Content-Type': 'application/json',
      Authorization: 'Bearer smoke',
      'Helicone-Auth': `Bearer ${settings.apiKey}`,
      'Helicone-Target-Url': target,
      'Helicone-Request-Id': id,
    },
    body: JSON.stringify({ model: 'heliostat-smoke', messages: [{ role: 'user', content: 'smoke' }] }),
  });
  if (answer.status !== 200) throw proxyFault(answer, target);
  if (!answer.text.includes(reply.text))
    throw new CodedError(
      'smoke/other-answer',
      `The proxy answered 200 with another body than the provider's: ${short(answer.text)}`,
    );
  const leaked = provider.calls.some((headers) => JSON.stringify(headers).includes(settings.apiKey));
  if (leaked) throw new CodedError('smoke/key-leaked', 'The proxy passed our API key on to the provider.');
}

/** Resolves with the tokens that the reply tells. A real model costs a real, small amount: `max_tokens` is 16. */
async function callUnified(settings: SmokeSettings, model: string, id: string): Promise<Tokens> {
  const answer = await ask(`${settings.proxyUrl}/v1/chat/completions`, 'the proxy', {
    method: 'POST',
    headers: {
      'Content-Type': 'application/json',
      Authorization: `Bearer ${settings.apiKey}`,
      'Helicone-Request-Id': id,
    },
    body: JSON.stringify({ model, max_tokens: 16, messages: [{ role: 'user', content: 'Say hello.' }] }),
  });
  const usage = answer.status === 200 ? usageSchema.safeParse(parseJson(answer.text)).data?.usage : undefined;
  if (usage) return { promptTokens: usage.prompt_tokens, completionTokens: usage.completion_tokens };
  if (answer.status === 200)
    throw new CodedError(
      'smoke/other-answer',
      `The unified API answered 200 for ${model} without a usage: ${short(answer.text)}`,
    );
  throw new CodedError(
    'smoke/unified-failed',
    `The unified API answered ${answer.status} for ${model} (SMOKE_MODEL): does its provider answer at ` +
      `PROVIDER_…_BASE_URL, and is PROVIDER_…_API_KEY good? It says: ${short(answer.text)}`,
  );
}

function proxyFault({ status, text }: Answer, target: string): CodedError {
  const said = `The proxy says: ${short(text)}`;
  if (status === 401)
    return new CodedError(
      'smoke/key-refused',
      `The proxy refused the API key (401): was the first owner's key revoked or deleted? Put a key that works into ` +
        `HELIOSTAT_INIT_API_KEY. ${said}`,
    );
  if (status === 403)
    return new CodedError(
      'smoke/private-target',
      `The proxy may not call ${target} (403): add its host to the proxy's ALLOWED_PRIVATE_TARGETS. ${said}`,
    );
  if (status === 502 || status === 504)
    return new CodedError(
      'smoke/target-unreachable',
      `The proxy does not reach ${target} (${status}): is SMOKE_HOST the name under which it reaches this process, and ` +
        `does a network policy let it? ${said}`,
    );
  return new CodedError('smoke/proxy-failed', `The proxy answered ${status}. ${said}`);
}

async function findRow(settings: SmokeSettings, id: string, reply: Tokens, timeoutMs: number): Promise<void> {
  const deadline = Date.now() + timeoutMs;
  let last = '';
  for (;;) {
    const answer = await ask(`${settings.jawnUrl}/v1/request/${id}`, 'jawn', {
      headers: { Authorization: `Bearer ${settings.apiKey}` },
    });
    if (answer.status === 401)
      throw new CodedError('smoke/key-refused', `The API refused the API key (401): ${short(answer.text)}`);
    const row = answer.status === 200 ? rowSchema.safeParse(parseJson(answer.text)).data?.data : undefined;
    if (row?.prompt_tokens === reply.promptTokens && row.completion_tokens === reply.completionTokens) return;
    if (row)
      throw new CodedError(
        'smoke/other-tokens',
        `The row has ${row.prompt_tokens} and ${row.completion_tokens} tokens; the provider counted ` +
          `${reply.promptTokens} and ${reply.completionTokens}.`,
      );
    last = `the API answered ${answer.status}: ${short(answer.text)}`;
    if (Date.now() > deadline) break;
    await sleep(pollMs);
  }
  throw new CodedError(
    'smoke/no-row',
    [
      `The call went through, but after ${timeoutMs / 1000} s it has no row (${last}).`,
      'It is safe in the spool or the object store. On its way are the proxy (seals segments), the queue, the worker and ClickHouse:',
      ...(await degraded(settings)),
    ].join('\n'),
  );
}

async function degraded({ proxyUrl, workerUrl, jawnUrl }: SmokeSettings): Promise<string[]> {
  const answers = await Promise.all([
    askApp('proxy', proxyUrl),
    askApp('jawn', jawnUrl),
    ...(workerUrl ? [askApp('worker', workerUrl)] : []),
  ]);
  const unasked = workerUrl ? [] : ['  worker: not asked, WORKER_URL is not set; look at its log'];
  const asked = answers.map(({ app, url, ready, degraded: faults, failure }) => {
    const words = failure ? `no answer (${failure})` : [ready ? 'ready' : 'not ready', ...faults].join(', ');
    return `  ${app} at ${url}: ${words}`;
  });
  return [...asked, ...unasked];
}

type Answer = { status: number; text: string };

async function ask(url: string, who: string, init: RequestInit): Promise<Answer> {
  try {
    const reply = await fetch(url, { ...init, signal: AbortSignal.timeout(callTimeoutMs) });
    return { status: reply.status, text: await reply.text() };
  } catch (error) {
    throw new CodedError(
      'smoke/unreachable',
      `No answer from ${who} at ${new URL(url).origin}: ${causeMessage(error)}`,
    );
  }
}

const short = (text: string) => text.trim().slice(0, 300);

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
