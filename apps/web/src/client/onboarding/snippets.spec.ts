import { snippetsFor } from './snippets';

const apiKey = 'sk-helicone-aaaaaaa-bbbbbbb-ccccccc-ddddddd';
const sut = () => snippetsFor({ proxyUrl: 'https://proxy.example/', apiKey });

describe('snippetsFor', () => {
  it('covers curl, OpenAI in two languages and Anthropic in two forms', () => {
    expect(sut().map(({ id }) => id)).toEqual([
      'curl',
      'openai-ts',
      'openai-python',
      'anthropic-ts',
      'anthropic-curl',
    ]);
  });

  it('fills key and proxy into each', () => {
    for (const { id, code } of sut()) {
      const door = id.startsWith('anthropic')
        ? 'https://proxy.example/anthropic'
        : 'https://proxy.example/oai/v1';
      expect(code).toContain(door);
      expect(code).toContain(`Bearer ${apiKey}`);
    }
  });

  it('never asks for a provider key in the text', () => {
    for (const { code } of sut()) expect(code).toMatch(/(OPENAI|ANTHROPIC)_API_KEY/);
  });
});
