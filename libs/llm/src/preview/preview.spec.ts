import { preview } from './preview.js';

describe('preview', () => {
  it('leaves short texts alone', () => {
    expect(preview('abc', 3)).toBe('abc');
  });

  it('does not cut a character in two', () => {
    expect(preview('ab😀', 3)).toBe('ab');
    expect(preview('ab😀c', 4)).toBe('ab😀');
  });

  it('keeps 16 K characters by default', () => {
    expect(preview('x'.repeat(20_000))).toHaveLength(16_384);
  });

  it('replaces NUL characters', () => {
    expect(preview('a\0b')).toBe('a b');
  });
});
