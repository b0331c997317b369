import { Random } from '@heliostat/simulator';
import type { CallResult, DemoCall } from './call.js';
import type { Mishap } from './mishaps.js';
import { readReply } from './read-reply.js';

export type SenderOptions = {
  proxyUrl: string;
  simulatorUrl: string;
  /** Heliostat's key. */
  apiKey: string;
  random: Random;
  /** Scales the providers' latencies; 1 by default. */
  pace?: number;
};

/** No reply takes longer; the proxy is not there, or stuck. */
const patienceMs = 120_000;

/** Sends calls through the proxy's `/gateway` door to the simulator, as the provider that the model belongs to. */
export class CallSender {
  constructor(private readonly options: SenderOptions) {}

  /** Status -1: cancelled by us. Throws when the proxy cannot be reached. */
  async send(call: DemoCall, mishap: Mishap, signal: AbortSignal): Promise<CallResult> {
    const leave = new AbortController();
    const reply = await fetch(`${this.options.proxyUrl}/gateway${call.path}`, {
      method: 'POST',
      headers: { ...call.headers, ...this.headers(call, mishap) },
      body: JSON.stringify(call.body),
      signal: AbortSignal.any([signal, leave.signal, AbortSignal.timeout(patienceMs)]),
    });
    if (call.cancelAfterFrames !== undefined && reply.ok && reply.body) {
      let frames = 0;
      for await (const _ of reply.body) if (++frames >= call.cancelAfterFrames) break;
      leave.abort();
      return { status: -1, text: '', toolCall: null };
    }
    return readReply(reply.status, await reply.text(), call.model.wire);
  }

  private headers(call: DemoCall, mishap: Mishap): Record<string, string> {
    const { apiKey, simulatorUrl, random, pace: scale = 1 } = this.options;
    const { model } = call;
    const key = mishap && 'wrongKey' in mishap ? 'sk-invalid-demo-key' : 'sk-demo-provider-key';
    const ttft = Math.round(model.ttftMs * spread(random) * scale);
    const pace = model.tokenMs === 0 ? 0 : Math.max(1, Math.round(model.tokenMs * spread(random) * scale));
    const tokens = Math.round(60 * spread(random) ** 2) + 12;
    const streams = call.body.stream === true || call.path.includes('streamGenerateContent');
    // Eight words a frame in Gemini's streams, one in the others'.
    const chunk = model.wire === 'gemini' ? pace * 8 : pace;
    return {
      'content-type': 'application/json',
      'Helicone-Auth': `Bearer ${apiKey}`,
      'Helicone-Target-Url': simulatorUrl,
      'Helicone-Target-Provider': model.provider,
      ...(model.wire === 'anthropic'
        ? { 'x-api-key': key, 'anthropic-version': '2023-06-01' }
        : model.wire === 'gemini'
          ? { 'x-goog-api-key': key }
          : { authorization: `Bearer ${key}` }),
      'x-sim-tokens': String(tokens),
      ...(streams
        ? { 'x-sim-ttft-ms': String(ttft), 'x-sim-chunk-ms': String(chunk) }
        : { 'x-sim-latency-ms': String(mishap ? Math.min(ttft, 400) : ttft + tokens * pace) }),
      ...(mishap && 'status' in mishap && { 'x-sim-status': String(mishap.status) }),
    };
  }
}

/** Around 1 with a long upper tail, as latencies are. */
function spread(random: Random): number {
  const normal = random.next() + random.next() + random.next() + random.next() - 2;
  return Math.exp(normal * 0.6);
}
