import { countTokens } from './count-tokens.js';

describe('countTokens', () => {
  it("uses the model's own encoding where it is known", () => {
    const text = 'Antidisestablishmentarianism über alles, 漢字!';

    expect(countTokens(text, 'gpt-4')).not.toBe(countTokens(text, 'gpt-4o'));
    expect(countTokens('hello world')).toBe(2);
  });

  it('counts special tokens as plain text', () => {
    expect(countTokens('<|endoftext|>')).toBeGreaterThan(1);
  });

  it('extrapolates long texts to within two percent', () => {
    const sentence = 'The quick brown fox jumps over the lazy dog number 17. ';
    const exact = countTokens(sentence.repeat(1000)) * 20;

    expect(Math.abs(countTokens(sentence.repeat(20_000)) / exact - 1)).toBeLessThan(0.02);
  });

  it('stays within ten percent where a text is one long piece', () => {
    const piece = '这是一个测试文本用于计算令牌数'.repeat(8);

    expect(Math.abs(countTokens(piece.repeat(100)) / (countTokens(piece) * 100) - 1)).toBeLessThan(0.1);
  });
});
