import { checkWords } from './check-words.js';

describe(checkWords.name, () => {
  it('says nothing of a store that answers', async () => {
    expect(await checkWords(() => Promise.resolve())).toBeUndefined();
  });

  it('says what is wrong with a store', async () => {
    expect(await checkWords(() => Promise.reject(new Error('refused')))).toBe('refused');
  });

  it('waits for no store that keeps silent, so that the other one is not taken for away', async () => {
    expect(await checkWords(() => new Promise(() => {}), 5)).toBe('no answer within 5 ms');
  });
});
