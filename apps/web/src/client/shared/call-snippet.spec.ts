import { execFileSync } from 'node:child_process';
import { callSnippet } from './call-snippet';

/** The words that a shell makes of the command, with `curl` replaced. */
const sut = (input: Omit<Parameters<typeof callSnippet>[0], 'proxyUrl'>) =>
  execFileSync(
    'sh',
    ['-c', callSnippet({ proxyUrl: 'https://proxy.example/', ...input }).replace(/^curl/, `printf '%s\\0'`)],
    { env: { HELIOSTAT_API_KEY: 'from-the-shell' }, encoding: 'utf8' },
  )
    .split('\0')
    .slice(0, -1);

describe('callSnippet', () => {
  it('asks the unified API with the key of the shell', () => {
    const words = sut({});
    expect(words[0]).toBe('https://proxy.example/v1/chat/completions');
    expect(words).toContain('Authorization: Bearer from-the-shell');
  });

  it('sends the model string and the headers that it is given', () => {
    const words = sut({ model: 'gpt-4o/azure/c1', headers: ['Helicone-RateLimit-Policy: 10;w=60'] });
    expect(JSON.parse(words.at(-1)!)).toMatchObject({ model: 'gpt-4o/azure/c1' });
    expect(words).toContain('Helicone-RateLimit-Policy: 10;w=60');
  });

  it('holds a key where one is given', () => {
    expect(sut({ apiKey: 'sk-helicone-x' })).toContain('Authorization: Bearer sk-helicone-x');
  });
});
