import fc from 'fast-check';
import { parseModelString } from './model-string.js';

const choices = (text: string) => parseModelString(text).choices;

describe(parseModelString.name, () => {
  it('takes a bare model (GW-06)', () => {
    expect(choices('gpt-4o-mini')).toEqual([{ model: 'gpt-4o-mini' }]);
  });

  it('takes a provider, by its id or another name of it (GW-08)', () => {
    expect(choices('gpt-4o-mini/openai')).toEqual([{ model: 'gpt-4o-mini', provider: 'openai' }]);
    expect(choices('gemini-2.5-flash/gemini')).toEqual([
      { model: 'gemini-2.5-flash', provider: 'google-ai-studio' },
    ]);
  });

  it('takes a deployment of one’s own (GW-09)', () => {
    expect(choices('gpt-4o/azure/eu-frankfurt-deployment')).toEqual([
      { model: 'gpt-4o', provider: 'azure', deployment: 'eu-frankfurt-deployment' },
    ]);
  });

  it('keeps the order of a list (GW-10)', () => {
    expect(choices('gpt-4o-mini/azure, gpt-4o-mini/openai,claude-4.5-sonnet')).toEqual([
      { model: 'gpt-4o-mini', provider: 'azure' },
      { model: 'gpt-4o-mini', provider: 'openai' },
      { model: 'claude-4.5-sonnet' },
    ]);
  });

  it('leaves providers out wherever they stand (GW-11)', () => {
    const sut = parseModelString('!openai,gpt-4o-mini,!anthropic');
    expect([...sut.excluded]).toEqual(['openai', 'anthropic']);
    expect(sut.choices).toEqual([{ model: 'gpt-4o-mini' }]);
  });

  it('keeps slashes of a model’s own name (GW-14)', () => {
    expect(choices('deepseek-ai/DeepSeek-V3/deepinfra')).toEqual([
      { model: 'deepseek-ai/DeepSeek-V3', provider: 'deepinfra' },
    ]);
    expect(choices('meta-models/llama-3')).toEqual([{ model: 'meta-models/llama-3' }]);
  });

  it('understands a provider before the model, as other gateways write it', () => {
    expect(choices('openai/gpt-4o')).toEqual([{ model: 'gpt-4o', provider: 'openai' }]);
  });

  it('takes :online for a wish to search the web', () => {
    expect(choices('gpt-4o/openai:online')).toEqual([{ model: 'gpt-4o', provider: 'openai', online: true }]);
  });

  it.each([
    ['', 'names no model'],
    [' , ', 'names no model'],
    ['!openai', 'names no model'],
    ['!nobody,gpt-4o', 'no provider'],
    ['!,gpt-4o', 'no provider'],
    [Array(21).fill('gpt-4o').join(','), 'more than 20'],
  ])('refuses %j with an error that says why', (text, words) => {
    expect(() => parseModelString(text)).toThrow(words);
  });

  it('answers any text with choices or a coded error', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        try {
          return parseModelString(text).choices.length > 0;
        } catch (error) {
          return (error as { code?: string }).code === 'gateway/bad-model';
        }
      }),
    );
  });
});
