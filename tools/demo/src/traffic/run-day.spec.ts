import { createSimulator, Random, type Simulator } from '@heliostat/simulator';
import { createServer, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { CallSender } from './call-sender.js';
import { runDay } from './run-day.js';
import { Tally } from './tally.js';

/** A stand-in for the proxy's `/gateway` door: forwards by `Helicone-Target-Url` and strips Heliostat's headers. */
const forwarder = (key: string) =>
  createServer({ keepAliveTimeout: 0 }, (incoming, outgoing) => {
    if (incoming.headers['helicone-auth'] !== `Bearer ${key}`) {
      outgoing.writeHead(401).end();
      return;
    }
    const target = new URL(String(incoming.headers['helicone-target-url']));
    const headers = Object.fromEntries(
      Object.entries(incoming.headers).filter(([name]) => !name.startsWith('helicone-')),
    );
    seen.push({ path: incoming.url!, headers: incoming.headers as Record<string, string> });
    const upstream = request(
      { port: target.port, method: incoming.method, path: incoming.url!.slice('/gateway'.length), headers },
      (reply) => {
        outgoing.writeHead(reply.statusCode!, reply.headers);
        reply.pipe(outgoing);
      },
    );
    outgoing.on('close', () => upstream.destroy());
    upstream.on('error', () => outgoing.destroy());
    incoming.pipe(upstream);
  });

let seen: { path: string; headers: Record<string, string> }[];
let simulator: Simulator;
let proxy: Server;
beforeEach(async () => {
  seen = [];
  simulator = await createSimulator();
  proxy = forwarder('good');
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
});
afterEach(async () => {
  proxy.closeAllConnections();
  await new Promise((resolve) => proxy.close(resolve));
  await simulator.close();
});

const day = (apiKey: string, sessions: number, signal = new AbortController().signal, durationMs = 500) => {
  const random = new Random(3);
  const tally = new Tally();
  const proxyUrl = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`;
  const sender = new CallSender({ proxyUrl, simulatorUrl: simulator.url, apiKey, random, pace: 0.02 });
  return {
    tally,
    run: runDay({
      pace: 0.02,
      sender,
      random,
      tally,
      durationMs,
      sessions,
      signal,
      onProgress: () => undefined,
    }),
  };
};

describe(runDay.name, () => {
  it('sends calls of several providers, users and sessions with few failures', async () => {
    // Which session draws what is a matter of time, so they are many: of forty, one day in a thousand had sixty calls.
    const { tally, run } = day('good', 120);
    await run;
    expect(tally.calls).toBeGreaterThan(120);
    expect(tally.byProvider.size).toBeGreaterThanOrEqual(4);
    expect(tally.failed).toBeLessThan(tally.calls / 4);
    expect([...tally.unplanned]).toEqual([]);
    expect(new Set(seen.map((s) => s.headers['helicone-user-id'])).size).toBeGreaterThan(4);
    expect(seen.some((s) => s.headers['helicone-session-path'] === '/support/answer')).toBe(true);
    expect(seen.every((s) => s.path.startsWith('/gateway/v1'))).toBe(true);
    // What was cancelled last reaches the simulator after the end.
    const unfinished = () => simulator.requests.filter(({ finished, aborted }) => !finished && !aborted);
    for (const end = Date.now() + 60_000; unfinished().length > 0 && Date.now() < end;)
      await new Promise((resolve) => setTimeout(resolve, 10));
    expect(unfinished()).toEqual([]);
  });

  it('stops with a message when the key is refused', async () => {
    await expect(day('bad', 5).run).rejects.toThrow(/refused the API key/);
  });

  it('ends at once when it is told to', async () => {
    const stop = new AbortController();
    // A minute of sessions, of which at most sixty run at once.
    const { run } = day('good', 4_000, stop.signal, 60_000);
    while (seen.length < 5) await new Promise((resolve) => setTimeout(resolve, 10));
    stop.abort();
    await run;
    expect(seen.length).toBeLessThan(4_000);
  });
});
