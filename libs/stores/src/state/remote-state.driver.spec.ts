import { MemoryState } from './memory-state.driver.js';
import type { MessageChannel } from './message-channel.js';
import { RemoteState } from './remote-state.driver.js';
import { serveState } from './serve-state.js';
import { describeSharedState } from './shared-state.contract.js';
import type { SharedState } from './shared-state.js';

/** Two ends of a line that copies its messages, as one between processes does. */
function createLine(): { ends: [MessageChannel, MessageChannel]; cut(): void } {
  const listeners: ((message: unknown) => void)[][] = [[], []];
  let whole = true;
  const end = (own: number): MessageChannel => ({
    send: (message) => {
      const copy: unknown = structuredClone(message);
      if (whole) setImmediate(() => listeners[1 - own]!.forEach((listener) => listener(copy)));
      return whole;
    },
    onMessage: (listener) => listeners[own]!.push(listener),
  });
  return { ends: [end(0), end(1)], cut: () => (whole = false) };
}

/** No answer is late, unless a test says so. */
function createWorker(owned: SharedState, limitMs = 60_000) {
  const { ends, cut } = createLine();
  const gone = serveState(owned, ends[0]);
  return { state: new RemoteState(ends[1], limitMs), cut, gone };
}

const memory = () => new MemoryState({ maxBytes: 1_000_000, maxEntry: 1_000 });
const asked = { key: 'k', buckets: 1, pick: 0, flight: true };

describe('the shared state of another process', () => {
  describeSharedState(() => {
    const owned = memory();
    return Promise.resolve([createWorker(owned).state, createWorker(owned).state]);
  });

  it('ends the flights of a process that is gone', async () => {
    const owned = memory();
    const [dying, living] = [createWorker(owned), createWorker(owned)];
    await dying.state.lookup(asked);
    const waiting = living.state.wait('k', 60_000, new AbortController().signal);
    dying.cut();
    dying.gone();
    await expect(waiting).resolves.toBeUndefined();
    expect(await living.state.lookup(asked)).toMatchObject({ kind: 'leader' });
  });

  it('gives back the lease of an answer that came too late (CA-01)', async () => {
    const owned = memory();
    let answer = () => {};
    const slow = new Promise<void>((resolve) => (answer = resolve));
    const lookup = owned.lookup.bind(owned);
    owned.lookup = (question) => slow.then(() => lookup(question));
    await expect(createWorker(owned, 1).state.lookup(asked)).rejects.toMatchObject({ code: 'state/away' });
    owned.lookup = lookup;
    const released = new Promise<void>((resolve) => {
      const release = owned.release.bind(owned);
      owned.release = (key, lease) => release(key, lease).then(resolve);
    });
    answer();
    await released;
    expect(await owned.lookup(asked)).toMatchObject({ kind: 'leader' });
  });

  it('is away when the line is cut', async () => {
    const { state, cut } = createWorker(memory());
    cut();
    await expect(state.lookup(asked)).rejects.toMatchObject({ code: 'state/away' });
  });

  it('is away where its owner says so', async () => {
    const owned = memory();
    owned.take = () => Promise.reject(new Error('no more'));
    await expect(createWorker(owned).state.take([])).rejects.toMatchObject({
      code: 'state/away',
      message: expect.stringContaining('no more') as string,
    });
  });
});
