import { check } from 'k6';
import http, { type RefinedResponse } from 'k6/http';
import { Counter, Rate, Trend } from 'k6/metrics';
import type { Settings } from './settings.ts';

/** Milliseconds that a call through the proxy takes more than the median of direct ones. */
export const addedLatency = new Trend('heliostat_added_latency', true);
/** The same until the first byte of the reply. */
export const addedFirstByte = new Trend('heliostat_added_first_byte', true);
/** Share of calls whose reply was not whole or not a success. */
export const failed = new Rate('heliostat_failed');
/** Replies whose log was skipped; the proxy says so in a header. */
export const unlogged = new Counter('heliostat_unlogged');

/** What the baseline was: medians of direct calls, in milliseconds. */
export type Baseline = { duration: number; firstByte: number };

export type ChatOptions = {
  /** Characters of the prompt. */
  promptLength?: number;
  stream?: boolean;
  /** How the simulator behaves (`x-sim-…`). */
  behaviour?: Record<string, string>;
};

const baselineCalls = 200;
/** A process that has just started is several times slower until its code is compiled. */
const warmingCalls = 2_000;
const path = '/v1/chat/completions';

function body({ promptLength = 1_000, stream = false }: ChatOptions): string {
  return JSON.stringify({
    model: 'gpt-4o-mini',
    stream,
    ...(stream && { stream_options: { include_usage: true } }),
    messages: [
      { role: 'user', content: 'lorem ipsum '.repeat(Math.ceil(promptLength / 12)).slice(0, promptLength) },
    ],
  });
}

const providerHeaders = (options: ChatOptions) => ({
  'content-type': 'application/json',
  authorization: 'Bearer sk-simulated',
  ...options.behaviour,
});

/** The body is made once for all calls: making it is not what is measured. */
export function prepareChat(settings: Settings, options: ChatOptions = {}) {
  const payload = body(options);
  const direct = { headers: providerHeaders(options), tags: { way: 'direct' } };
  const proxied = {
    headers: { ...providerHeaders(options), 'helicone-auth': `Bearer ${settings.apiKey}` },
    tags: { way: 'proxy' },
  };
  return {
    /** For `setup`: how long the provider itself takes, here and now. */
    measureBaseline(calls = baselineCalls): Baseline {
      const durations: number[] = [];
      const firstBytes: number[] = [];
      for (let call = 0; call < calls; call++) {
        const reply = http.post(`${settings.directUrl}${path}`, payload, direct);
        if (reply.status !== 200)
          throw new Error(
            `DIRECT_URL ${settings.directUrl} answered ${reply.status}: ${reply.error || reply.body}`,
          );
        durations.push(reply.timings.duration);
        firstBytes.push(reply.timings.waiting);
      }
      return { duration: median(durations), firstByte: median(firstBytes) };
    },
    /** For `setup`, before the baseline: calls through the proxy that nothing counts. */
    warm(calls = warmingCalls): void {
      for (let call = 0; call < calls; call++) http.post(`${settings.proxyUrl}/oai${path}`, payload, proxied);
    },
    /** One call through the proxy, counted against the baseline. */
    callProxy(baseline: Baseline): void {
      const reply = http.post(`${settings.proxyUrl}/oai${path}`, payload, proxied);
      const whole = check(reply, {
        'status is 200': ({ status }) => status === 200,
        'reply is whole': (got) => isWhole(got, options.stream === true),
        'has a request id': ({ headers }) => headers['Helicone-Id'] !== undefined,
      });
      failed.add(!whole);
      if ((reply.headers['Helicone-Degraded'] ?? '').includes('log')) unlogged.add(1);
      if (!whole) return;
      addedLatency.add(reply.timings.duration - baseline.duration);
      addedFirstByte.add(reply.timings.waiting - baseline.firstByte);
    },
  };
}

function isWhole(reply: RefinedResponse<'text' | 'binary' | 'none'>, stream: boolean): boolean {
  const text = typeof reply.body === 'string' ? reply.body : '';
  return stream
    ? text.trimEnd().endsWith('data: [DONE]')
    : text.includes('"usage"') && text.trimEnd().endsWith('}');
}

function median(values: number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}

export type Chat = ReturnType<typeof prepareChat>;

/** The bars that every script has; none of them allows a failed or an unlogged call. */
export function thresholds({ addedP50Ms, addedP99Ms }: Settings): Record<string, string[]> {
  return {
    heliostat_added_latency: [`med<${addedP50Ms}`, `p(99)<${addedP99Ms}`],
    heliostat_failed: ['rate==0'],
    heliostat_unlogged: ['count==0'],
  };
}

/** What the summary at the end shows of each trend. */
export const summaryTrendStats = ['med', 'p(90)', 'p(99)', 'max'];
