import { providers } from '@heliostat/llm';
import { DoorTable } from './door-table.js';

describe(DoorTable.name, () => {
  const sut = new DoorTable(providers, { 'google-ai-studio': { baseUrl: 'http://127.0.0.1:9001/prefix' } });

  it.each([
    ['/oai/v1/chat/completions?x=1', 'openai', '/v1/chat/completions?x=1'],
    ['/openai/v1/models', 'openai', '/v1/models'],
    ['/anthropic/v1/messages', 'anthropic', '/v1/messages'],
    ['/OAI/v1/models', 'openai', '/v1/models'],
    ['/groq/openai/v1/models', 'groq', '/openai/v1/models'],
    ['/v1/gateway/oai/v1/models', 'openai', '/v1/models'],
    ['/v1/gateway/anthropic/v1/messages', 'anthropic', '/v1/messages'],
    ['/oai', 'openai', '/'],
    ['/oai?x=1', 'openai', '/?x=1'],
  ])('leads %s to %s', (url, provider, path) => {
    const match = sut.findByPath(url);
    expect([match?.door.provider?.id, match?.path]).toEqual([provider, path]);
  });

  it('has a door for every provider and each of its aliases and hosts (GW-16)', () => {
    for (const provider of providers) {
      for (const slug of [provider.id, ...provider.aliases])
        expect(sut.findByPath(`/${slug}/x`)?.door.provider).toBe(provider);
      for (const host of provider.hosts) expect(sut.findByHost(host)?.provider).toBe(provider);
    }
  });

  it.each(['oai.helicone.ai', 'oai.helicone.ai:8787', 'OAI.Helicone.AI'])('knows the host %s', (host) => {
    expect(sut.findByHost(host)?.provider?.id).toBe('openai');
  });

  it('knows the gateway by path and host', () => {
    expect(sut.findByPath('/gateway/v1/x')?.door).toBe(sut.findByHost('gateway.helicone.ai'));
  });

  it.each(['localhost:8787', '', '[::1]:8787', 'evil.example'])('has no door for the host "%s"', (host) => {
    expect(sut.findByHost(host)).toBeUndefined();
  });

  it.each(['/', '', '/v1/chat/completions', '/__proto__/x', '/v1/gateway', '*'])(
    'has no door at "%s"',
    (url) => {
      expect(sut.findByPath(url)).toBeUndefined();
    },
  );

  it('sends a provider to the base URL of its setting', () => {
    expect(sut.findByPath('/gemini/v1beta/models')?.door.target).toEqual({
      origin: 'http://127.0.0.1:9001',
      basePath: '/prefix',
      search: '',
      guarded: false,
    });
  });
});
