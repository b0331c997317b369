import { withTimeout } from './with-timeout.js';

const never = new Promise<never>(() => {});

describe(withTimeout.name, () => {
  it('gives what the work gives, and its failure', async () => {
    expect(await withTimeout(1_000, Promise.resolve(7))).toBe(7);
    await expect(withTimeout(1_000, Promise.reject(new Error('away')))).rejects.toThrow('away');
  });

  it('fails after the time', async () => {
    await expect(withTimeout(5, never)).rejects.toThrow('no answer within 5 ms');
  });

  it('fails with an error of the caller’s own, made only when it is late', async () => {
    let made = 0;
    const late = () => new Error(`given up ${++made}`);
    await withTimeout(1_000, Promise.resolve(1), late);
    await expect(withTimeout(5, never, late)).rejects.toThrow('given up 1');
  });
});
