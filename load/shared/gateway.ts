import { check } from 'k6';
import http from 'k6/http';
import { Rate, Trend } from 'k6/metrics';
import { addedFirstByte, addedLatency, failed, prepareChat, unlogged, type Baseline } from './chat.ts';
import type { Settings } from './settings.ts';

/** Milliseconds that a hit of the cache takes, all of it the proxy's. */
const hitLatency = new Trend('heliostat_hit_latency', true);
/** Share of calls that the cache did not answer as it had to: a hit that was none, or a miss that was one. */
const cacheFault = new Rate('heliostat_cache_fault');

const model = 'gpt-4o-mini/openai';
const path = '/v1/chat/completions';
/** Prompts that come again and again; each is fetched once while warming. */
const hotPrompts = 50;
const warmingCalls = 2_000;
/** Far above what any run asks for: what is measured is the counting. */
const policy = '1000000000;w=3600;s=user';
/** Of each run its own: what an earlier one left in the cache would be no miss. */
const cacheSeed = () => `load-${Date.now()}`;

export type GatewayOptions = {
  /** Share of the calls that the cache answers, 0 to 1. */
  hitShare: number;
};
export type GatewayBaseline = Baseline & { seed: string };

/** Calls of the unified API with cache and rate limit on, in place of those of a provider's door. */
export function prepareGateway(settings: Settings, { hitShare }: GatewayOptions) {
  if (!(hitShare >= 0 && hitShare <= 1)) throw new Error('HIT_SHARE: expected a share from 0 to 1');
  const direct = prepareChat(settings);
  const filler = 'lorem ipsum '.repeat(80);
  const bodyOf = (prompt: string) =>
    JSON.stringify({ model, messages: [{ role: 'user', content: `${prompt} ${filler}` }] });
  const hot = Array.from({ length: hotPrompts }, (_, index) => bodyOf(`hot ${index}`));
  const headersOf = (seed: string) => ({
    'content-type': 'application/json',
    authorization: `Bearer ${settings.apiKey}`,
    'helicone-user-id': `user-${__VU % 100}`,
    'helicone-ratelimit-policy': policy,
    'helicone-cache-enabled': 'true',
    'helicone-cache-seed': seed,
  });
  const post = (payload: string, seed: string) =>
    http.post(`${settings.proxyUrl}${path}`, payload, { headers: headersOf(seed), tags: { way: 'proxy' } });
  let seed = '';
  return {
    bars: {
      heliostat_hit_latency: [`med<${settings.addedP50Ms}`, `p(99)<${settings.addedP99Ms}`],
      heliostat_cache_fault: ['rate==0'],
    },
    /** For `setup`, first: hot prompts into the cache, and the rest of the calls as they will come. */
    warm(calls = warmingCalls): void {
      seed = cacheSeed();
      for (let call = 0; call < calls; call++) {
        const reply = post(call % 2 === 0 ? hot[(call / 2) % hotPrompts]! : bodyOf(`warm ${call}`), seed);
        if (call === 0 && reply.status !== 200)
          throw new Error(
            `the unified API answered ${reply.status}; it needs an installation's or an own key for OpenAI: ${reply.error || reply.body}`,
          );
      }
    },
    measureBaseline: (calls?: number): GatewayBaseline => ({ ...direct.measureBaseline(calls), seed }),
    /** One call through the proxy; a miss is counted against the baseline, a hit by itself. */
    callProxy(baseline: GatewayBaseline): void {
      const hit = Math.random() < hitShare;
      const payload = hit
        ? hot[Math.floor(Math.random() * hotPrompts)]!
        : bodyOf(`cold ${__VU}-${__ITER}-${Date.now()}`);
      const reply = post(payload, baseline.seed);
      const { headers, timings } = reply;
      const whole = check(reply, {
        'status is 200': ({ status }) => status === 200,
        'reply is whole': ({ body }) =>
          typeof body === 'string' && body.includes('"usage"') && body.trimEnd().endsWith('}'),
        'the rate limit was counted': () => headers['Helicone-Ratelimit-Remaining'] !== undefined || hit,
      });
      failed.add(!whole);
      if ((headers['Helicone-Degraded'] ?? '').includes('log')) unlogged.add(1);
      cacheFault.add(headers['Helicone-Cache'] !== (hit ? 'HIT' : 'MISS'));
      if (!whole) return;
      if (hit) return hitLatency.add(timings.duration);
      addedLatency.add(timings.duration - baseline.duration);
      addedFirstByte.add(timings.waiting - baseline.firstByte);
    },
  };
}
