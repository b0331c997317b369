import { CappedCopy } from './capped-copy.js';
import { findTerminalMarker } from './terminal-marker.js';

describe(CappedCopy.name, () => {
  it('keeps chunks up to its limit and counts all', () => {
    const sut = new CappedCopy(5, 'org');
    for (const text of ['abc', 'def', 'ghi']) sut.add(Buffer.from(text));
    expect(Buffer.concat(sut.chunks).toString()).toBe('abcde');
    expect(sut).toMatchObject({ bytes: 9, kept: 5, truncated: true });
  });

  it('leaves memory for another organization, and gives back what it took', () => {
    const large = 300 * 1024 * 1024;
    const half = 256 * 1024 * 1024;
    // As long as the budget knows: nothing is allocated.
    const chunk = { length: large, subarray: (_from: number, to: number) => ({ length: to }) };
    const copies = [new CappedCopy(large, 'greedy'), new CappedCopy(large, 'greedy')];
    copies[1]!.add(Buffer.from('ab'));
    copies[0]!.add(Buffer.from('ab'));
    copies[0]!.add(chunk as unknown as Buffer);
    expect(copies[0]!.truncated).toBe(true);
    expect(copies[0]!.kept).toBeLessThan(half);
    const other = new CappedCopy(1_000, 'other');
    other.add(Buffer.from('kept'));
    expect([other.kept, other.truncated]).toEqual([4, false]);
    for (const copy of [...copies, other]) copy.release();
    const alone = new CappedCopy(large, 'alone');
    alone.add(chunk as unknown as Buffer);
    expect(alone.truncated).toBe(false);
    alone.release();
  });

  it('is not truncated at exactly its limit', () => {
    const sut = new CappedCopy(3, 'org');
    sut.add(Buffer.from('abc'));
    expect(sut.truncated).toBe(false);
  });
});

describe(findTerminalMarker.name, () => {
  it.each([
    ['data: [DONE]\n\n', 0],
    ['data: {"a":1}\n\ndata: [DONE]\n\n', 15],
    ['event: message_stop\ndata: {}\n\n', 0],
    ['event: response.completed\ndata: {}\n\n', 0],
    ['data: {"text":"data: [DONE]"}\n\n', -1],
    ['data: {"text":"x"}\n\n', -1],
  ])('finds the end of a stream in %j', (text, at) => {
    expect(findTerminalMarker(Buffer.from(text))).toBe(at);
  });
});
