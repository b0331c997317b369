import { Cached } from './cached.js';

function create() {
  const pending: { resolve: (value: string) => void; reject: (error: Error) => void }[] = [];
  const clock = { now: 0 };
  const sut = new Cached<string>(
    () => new Promise((resolve, reject) => pending.push({ resolve, reject })),
    2_000,
    () => clock.now,
  );
  return { sut, pending, clock };
}

describe(Cached.name, () => {
  it('gives callers at the same time one answer', async () => {
    const { sut, pending } = create();
    const both = Promise.all([sut.get(), sut.get()]);
    pending[0]!.resolve('a');
    expect(await both).toEqual(['a', 'a']);
    expect(pending).toHaveLength(1);
  });

  it('asks anew when the answer is old, counted from its arrival', async () => {
    const { sut, pending, clock } = create();
    const first = sut.get();
    clock.now = 5_000;
    pending[0]!.resolve('a');
    await first;
    clock.now = 6_999;
    expect(await sut.get()).toBe('a');
    clock.now = 7_000;
    void sut.get();
    expect(pending).toHaveLength(2);
  });

  it('keeps a failure as long as an answer, so that a dead server is not hammered', async () => {
    const { sut, pending, clock } = create();
    const first = sut.get();
    pending[0]!.reject(new Error('away'));
    await expect(first).rejects.toThrow('away');
    await expect(sut.get()).rejects.toThrow('away');
    expect(pending).toHaveLength(1);
    clock.now = 2_000;
    sut.get().catch(() => {});
    expect(pending).toHaveLength(2);
  });

  it('asks anew after it was told to forget', () => {
    const { sut, pending } = create();
    void sut.get();
    sut.forget();
    void sut.get();
    expect(pending).toHaveLength(2);
  });
});
