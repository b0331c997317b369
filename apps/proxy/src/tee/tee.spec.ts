import { CappedCopy } from './capped-copy.js';
import { findTerminalMarker } from './terminal-marker.js';

describe(CappedCopy.name, () => {
  it('keeps chunks up to its limit and counts all', () => {
    const sut = new CappedCopy(5);
    for (const text of ['abc', 'def', 'ghi']) sut.add(Buffer.from(text));
    expect(Buffer.concat(sut.chunks).toString()).toBe('abcde');
    expect(sut).toMatchObject({ bytes: 9, kept: 5, truncated: true });
  });

  it('is not truncated at exactly its limit', () => {
    const sut = new CappedCopy(3);
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
