import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { createSimulator, type Simulator } from '@heliostat/simulator';
import { Account } from '../harness/account.js';
import { eventually } from '../harness/eventually.js';
import { Heliostat } from '../harness/heliostat.js';

/** kill -9 of any part: every reply that a client saw complete is in the log exactly once. */
describe('The log pipeline under kill -9', () => {
  let simulator: Simulator;
  let heliostat: Heliostat;
  let account: Account;

  beforeAll(async () => {
    simulator = await createSimulator();
    heliostat = await Heliostat.start({ env: { PROVIDER_OPENAI_BASE_URL: simulator.url } });
    account = await Account.signUp(heliostat.webUrl, heliostat.apiUrl);
  }, 240_000);

  afterAll(async () => {
    await heliostat?.dispose();
    await simulator?.close();
  }, 180_000);

  /** Calls one after the other, eight at a time, until told to stop; resolves to the ids of complete replies. */
  const traffic = () => {
    let running = true;
    const complete: string[] = [];
    const loop = async () => {
      while (running) {
        const id = randomUUID();
        try {
          const reply = await fetch(`${heliostat.proxyUrl}/oai/v1/chat/completions`, {
            method: 'POST',
            headers: {
              authorization: 'Bearer sk-test',
              'content-type': 'application/json',
              'helicone-auth': `Bearer ${account.apiKey}`,
              'helicone-request-id': id,
            },
            body: JSON.stringify({
              model: 'gpt-4o-mini',
              messages: [{ role: 'user', content: `Call ${id}` }],
            }),
          });
          await reply.text();
          if (reply.ok) complete.push(id);
        } catch {
          // Refused or cut off while a part is down: not complete, so nothing is promised.
          await sleep(50);
        }
        await sleep(10);
      }
    };
    const loops = Array.from({ length: 8 }, loop);
    return {
      /** Until so many more calls are complete, and thus whatever was killed is back or was not needed. */
      async goesOn(calls = 30) {
        const enough = complete.length + calls;
        await eventually(`${calls} more calls`, async () => complete.length >= enough);
      },
      async stop() {
        running = false;
        await Promise.all(loops);
        return complete;
      },
    };
  };

  const idsInLog = async () => {
    const ids: string[] = [];
    for (let offset = 0; ; offset += 1_000) {
      const page = await account.post<{ request_id: string }[]>('/v1/request/query-clickhouse', {
        filter: 'all',
        limit: 1_000,
        offset,
        sort: { created_at: 'asc' },
      });
      ids.push(...page.map((row) => row.request_id));
      if (page.length < 1_000) return ids;
    }
  };

  const expectExactlyOnce = async (complete: string[]) => {
    let ids: string[] = [];
    for (const deadline = Date.now() + 120_000; Date.now() < deadline; await sleep(500)) {
      ids = await idsInLog().catch(() => []);
      const seen = new Set(ids);
      // A row that comes between two pages moves the rest by one, and is shown twice by nothing but that.
      if (ids.length === seen.size && complete.every((id) => seen.has(id))) break;
    }
    const seen = new Set(ids);
    expect(complete.filter((id) => !seen.has(id))).toEqual([]);
    expect(ids.length).toBe(seen.size);
  };

  const killOne = async (pattern: RegExp) => {
    const victims = (await heliostat.processes()).filter(({ command }) => pattern.test(command));
    expect(victims.length).toBeGreaterThan(0);
    for (const { pid } of victims) process.kill(pid, 'SIGKILL');
  };

  it('survives the death of worker, proxy and ClickHouse while traffic goes on', async () => {
    const calls = traffic();
    await calls.goesOn();
    await killOne(/apps\/worker/);
    await calls.goesOn();
    await killOne(/apps\/proxy/);
    await calls.goesOn();
    await killOne(/clickhouse-child|embedded-clickhouse/);
    await calls.goesOn(200);
    await expectExactlyOnce(await calls.stop());
  }, 480_000);

  it('survives a kill -9 of the launcher, leaves no orphan, and goes on after the next start', async () => {
    const calls = traffic();
    await calls.goesOn();
    await heliostat.kill();
    await sleep(500);
    const complete = await calls.stop();
    // An app that was still starting is ended 20 s after the launcher has gone; a busy machine takes a little longer.
    for (const deadline = Date.now() + 120_000; Date.now() < deadline; await sleep(250))
      if ((await heliostat.processes()).length === 0) break;
    expect(await heliostat.processes()).toEqual([]);
    await heliostat.launch();
    await expectExactlyOnce(complete);
  }, 480_000);

  it('stops on Ctrl-C without leaving a process', async () => {
    expect(await heliostat.stop()).toBe(0);
    expect(await heliostat.processes()).toEqual([]);
  }, 180_000);
});
