import { UnsupportedStoreError, type StoreProbe } from './store-probe.js';
import { waitForStores } from './wait-for-stores.js';

/** Answers as the list says, the last entry for ever: an error's words, or a version after `ok `. */
const probe = (store: string, ...answers: string[]): StoreProbe => ({
  store,
  where: `${store.toLowerCase()}:1`,
  ask: async () => {
    const answer = answers.length > 1 ? answers.shift()! : answers[0]!;
    if (answer.startsWith('ok ')) return answer.slice(3);
    if (answer.startsWith('old ')) throw new UnsupportedStoreError(store, answer.slice(4), 'a newer one');
    throw new Error(answer);
  },
});

describe(waitForStores.name, () => {
  let lines: string[];
  let time: number;
  const sut = (probes: StoreProbe[], timeoutMs = 10_000) =>
    waitForStores(probes, {
      timeoutMs,
      tell: (line) => lines.push(line),
      now: () => time,
      sleep: async (ms) => void (time += ms),
    });
  beforeEach(() => {
    lines = [];
    time = 0;
  });

  it('says one line for each change of what is wrong, not for each try', async () => {
    await sut([
      probe('Postgres', 'refused', 'refused', 'refused', 'starting up', 'ok 17'),
      probe('ClickHouse', 'ok 26'),
    ]);
    expect(lines).toEqual([
      'waiting for Postgres at postgres:1: refused',
      'ClickHouse: 26 at clickhouse:1',
      'waiting for Postgres at postgres:1: starting up',
      'Postgres: 17 at postgres:1',
    ]);
  });

  it('fails after the time and names every store that is away, and why', async () => {
    const failure = sut([
      probe('Postgres', 'refused'),
      probe('Redis', 'no such host'),
      probe('ClickHouse', 'ok 26'),
    ]);
    await expect(failure).rejects.toMatchObject({
      code: 'stores/away',
      message: 'After 10 s still away:\n  Postgres at postgres:1: refused\n  Redis at redis:1: no such host',
    });
    expect(time).toBeLessThanOrEqual(10_000);
  });

  it('asks once when there is no time to wait', async () => {
    await expect(sut([probe('Postgres', 'refused', 'ok 17')], 0)).rejects.toThrow('Away:\n  Postgres');
  });

  it('does not wait for a store that is too old', async () => {
    await expect(sut([probe('Postgres', 'old 12.1')])).rejects.toMatchObject({
      code: 'stores/unsupported-version',
    });
    expect(time).toBe(0);
  });
});
