import fc from 'fast-check';
import type { SharedState } from './shared-state.js';

type Step = { wait: number; amount: number };

const step = fc.record({
  wait: fc.oneof(fc.integer({ min: 0, max: 300 }), fc.integer({ min: 0, max: 30_000 })),
  amount: fc.integer({ min: 1, max: 4 }),
});

/** Holds a state's windows against a plain log of calls. `make` is given the clock that the state must follow. */
export function describeLimitModel(make: (now: () => number) => Promise<SharedState>, numRuns: number): void {
  let sut: SharedState;
  let now = 1_800_000_000_000;
  let runs = 0;
  beforeAll(async () => {
    sut = await make(() => now);
  });
  afterAll(() => sut.close());

  it('never lets more than the quota into any window, and refuses nothing that a window one part longer has room for', async () => {
    const windowMs = 60_000;
    await fc.assert(
      fc.asyncProperty(
        fc.array(step, { minLength: 1, maxLength: 120 }),
        fc.integer({ min: 1, max: 12 }),
        async (steps: Step[], quota) => {
          const key = `model:${++runs}`;
          const log: { at: number; amount: number }[] = [];
          const within = (length: number) =>
            log.filter(({ at }) => at > now - length).reduce((sum, { amount }) => sum + amount, 0);
          for (const { wait, amount } of steps) {
            now += wait;
            const [answer] = await sut.take([{ key, quota, windowMs, amount, estimated: false }]);
            if (answer!.admitted) {
              log.push({ at: now, amount });
              expect(within(windowMs)).toBeLessThanOrEqual(quota);
            } else {
              expect(within(windowMs + windowMs / 60) + amount).toBeGreaterThan(quota);
              expect(answer!.retryInMs).toBeGreaterThan(0);
            }
          }
          // What it says of waiting is true: a call that waits that long is admitted, one that waits less is not.
          const refused = await sut.take([{ key, quota, windowMs, amount: quota, estimated: false }]);
          if (refused[0]!.admitted) return;
          now += refused[0]!.retryInMs - 1;
          expect(
            (await sut.take([{ key, quota, windowMs, amount: quota, estimated: false }]))[0]!.admitted,
          ).toBe(false);
          now += 1;
          expect(
            (await sut.take([{ key, quota, windowMs, amount: quota, estimated: false }]))[0]!.admitted,
          ).toBe(true);
        },
      ),
      { numRuns },
    );
  });

  it('keeps spending below the quota plus what was under way, whenever calls end', async () => {
    const call = fc.record({
      wait: fc.integer({ min: 0, max: 20_000 }),
      lasts: fc.integer({ min: 0, max: 5 }),
      cost: fc.integer({ min: 0, max: 40 }),
    });
    const windowMs = 60_000;
    await fc.assert(
      fc.asyncProperty(fc.array(call, { minLength: 1, maxLength: 60 }), async (calls) => {
        const key = `model:${++runs}`;
        const quota = 100;
        const open: { at: number; taken: number; cost: number; left: number }[] = [];
        const spent: { at: number; cost: number }[] = [];
        const end = async (one: (typeof open)[number]) => {
          await sut.settle([{ key, windowMs, at: one.at, taken: one.taken, actual: one.cost }]);
          spent.push({ at: one.at > now - windowMs ? one.at : now, cost: one.cost });
        };
        for (const { wait, lasts, cost } of calls) {
          now += wait;
          for (const one of open) if (--one.left < 0) await end(one);
          open.splice(0, open.length, ...open.filter(({ left }) => left >= 0));
          const sum = spent
            .filter(({ at }) => at > now - windowMs)
            .reduce((total, one) => total + one.cost, 0);
          const [answer] = await sut.take([{ key, quota, windowMs, amount: 1, estimated: true }]);
          if (answer!.admitted) {
            expect(sum).toBeLessThan(quota);
            open.push({ at: answer!.at, taken: answer!.taken, cost, left: lasts });
          }
        }
      }),
      { numRuns },
    );
  });

  it('stands still while the clock is set back a little, and starts anew after a leap', async () => {
    const take = { key: `model:${++runs}`, quota: 1, windowMs: 60_000, amount: 1, estimated: false };
    await sut.take([take]);
    now -= 5_000;
    expect((await sut.take([take]))[0]!.admitted).toBe(false);
    now -= 3_600_000;
    expect((await sut.take([take]))[0]!.admitted).toBe(true);
  });
}
