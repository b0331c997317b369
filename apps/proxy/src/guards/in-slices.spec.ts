import { atOnce, inSlices, onceForAll, type Sliced } from './in-slices.js';

/** Takes so many milliseconds a step, by a clock of its own that `inSlices` is given as the processor's time. */
function work(steps: number, msPerStep = 0) {
  const clock = { ms: 0 };
  function* run(): Sliced<string> {
    for (let step = 0; step < steps; step++) {
      clock.ms += msPerStep;
      const end = performance.now() + Math.min(6, msPerStep);
      while (performance.now() < end);
      yield;
    }
    return 'result';
  }
  return { run, cpuMs: () => clock.ms };
}

describe(inSlices.name, () => {
  it('gives the result of a work', async () => {
    expect(await inSlices(work(5).run(), { budgetMs: 10 })).toEqual({ kind: 'done', value: 'result' });
  });

  it('lets others run between slices', async () => {
    const { run, cpuMs } = work(5, 6);
    const seen: string[] = [];
    setImmediate(() => seen.push('another'));
    await inSlices(run(), { budgetMs: 1_000, cpuMs }).then(() => seen.push('work'));
    expect(seen).toEqual(['another', 'work']);
  });

  it('gives up a work that takes more than its budget', async () => {
    const { run, cpuMs } = work(1_000, 6);
    expect(await inSlices(run(), { budgetMs: 20, cpuMs })).toEqual({ kind: 'over-budget' });
  });

  it('refuses of one owner more than half of what may wait, and still takes another', async () => {
    const start = (owner: string) => {
      const { run, cpuMs } = work(2, 3);
      return inSlices(run(), { budgetMs: 1_000, owner, cpuMs });
    };
    const mine = Array.from({ length: 130 }, () => start('a'));
    const others = start('b');
    expect((await Promise.all(mine)).filter(({ kind }) => kind === 'busy').length).toBe(2);
    expect((await others).kind).toBe('done');
  });
});

describe(onceForAll.name, () => {
  it('is done once by all who need it at the same time', () => {
    let begun = 0;
    const sut = onceForAll(() => {
      begun++;
      return work(5).run();
    });
    const [one, other] = [sut(), sut()];
    for (let step = 0; step < 2; step++) [one, other].forEach((each) => each.next());
    expect([atOnce(one), atOnce(other), atOnce(sut())]).toEqual(['result', 'result', 'result']);
    expect(begun).toBe(1);
  });

  it('goes on where one that was given up has stopped', () => {
    const sut = onceForAll(() => work(5).run());
    const given = sut();
    for (let step = 0; step < 4; step++) given.next();
    const next = sut();
    expect([next.next().done, next.next()]).toEqual([false, { done: true, value: 'result' }]);
  });

  it('begins anew where it failed', () => {
    let begun = 0;
    const sut = onceForAll(function* (): Sliced<string> {
      yield;
      if (++begun === 1) throw new Error('the first time');
      return 'result';
    });
    expect(() => atOnce(sut())).toThrow('the first time');
    expect(atOnce(sut())).toBe('result');
  });
});

describe(atOnce.name, () => {
  it('runs a work to its end', () => {
    expect(atOnce(work(3).run())).toBe('result');
  });
});
