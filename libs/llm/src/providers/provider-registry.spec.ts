import {
  findProviderByHost,
  findProviderBySlug,
  providerOfUrl,
  providers,
  rewriteProviderPath,
} from './provider-registry.js';

const modelProviderNames =
  'baseten anthropic azure bedrock canopywave cerebras chutes deepinfra deepseek fireworks google-ai-studio groq helicone mistral nebius novita openai openrouter perplexity vertex xai'.split(
    ' ',
  );

describe('provider registry', () => {
  it('knows every ModelProviderName of the contract by its id', () => {
    for (const name of modelProviderNames) expect(findProviderBySlug(name)?.id).toBe(name);
  });

  it('gives no slug, host or enum name to two providers', () => {
    const slugs = providers.flatMap((p) => [p.id, ...p.aliases]);
    const hosts = providers.flatMap((p) => p.hosts);
    const names = providers.map((p) => p.enumName);

    expect(new Set(slugs).size).toBe(slugs.length);
    expect(new Set(hosts).size).toBe(hosts.length);
    expect(new Set(names).size).toBe(names.length);
  });

  it('leaves the doors of the gateway free', () => {
    for (const door of ['v1', 'ai', 'gateway', 'custom', 'trace', 'api', 'healthz', 'readyz', 'metrics'])
      expect(findProviderBySlug(door)).toBeUndefined();
    for (const host of ['gateway.helicone.ai', 'ai-gateway.helicone.ai', 'api.helicone.ai'])
      expect(findProviderByHost(host)).toBeUndefined();
  });

  it('recognises each provider by its own base URL', () => {
    for (const provider of providers.filter((p) => p.baseUrl))
      expect(providerOfUrl(`${provider.baseUrl}/v1/x`)?.id).toBe(provider.id);
  });

  it.each([
    ['oai.helicone.ai', 'openai'],
    ['OAI.Helicone.ai:443', 'openai'],
    ['anthropic.helicone.ai', 'anthropic'],
    ['groq.helicone.ai', 'groq'],
    ['nebius.helicone.ai', 'nebius'],
    ['perplexity.helicone.ai', 'perplexity'],
  ])('finds the provider behind the host %s (HO-02 to HO-16)', (host, id) => {
    expect(findProviderByHost(host)?.id).toBe(id);
  });

  it.each([
    ['https://my-resource.openai.azure.com/openai/deployments/x/chat/completions?api-version=1', 'azure'],
    ['https://bedrock-runtime.eu-west-1.amazonaws.com/model/m/converse', 'bedrock'],
    ['https://europe-west4-aiplatform.googleapis.com/v1/projects/p', 'vertex'],
    ['https://generativelanguage.googleapis.com/v1beta/models', 'google-ai-studio'],
    ['https://model-abc.api.baseten.co/production/predict', 'baseten'],
    ['https://models.inference.ai.azure.com/chat/completions', 'github'],
    ['http://127.0.0.1:8000/v1/chat/completions', 'local'],
    ['https://api.deepseek.ai/v1/chat/completions', 'deepseek'],
  ])('recognises %s', (url, id) => {
    expect(providerOfUrl(url)?.id).toBe(id);
  });

  it('does not take a look-alike host or a broken URL for a provider', () => {
    for (const url of ['https://api.openai.com.evil.test/', 'https://notapi.openai.com/', 'nonsense', ''])
      expect(providerOfUrl(url)).toBeUndefined();
  });

  it('adds the version that the documented examples for Mistral and DeepSeek leave out', () => {
    const sut = (slug: string, path: string) => rewriteProviderPath(findProviderBySlug(slug)!, path);

    expect(sut('mistral', '/chat/completions?a=1')).toBe('/v1/chat/completions?a=1');
    expect(sut('deepseek', '/v1/chat/completions')).toBe('/v1/chat/completions');
    expect(sut('openai', '/chat/completions')).toBe('/chat/completions');
  });
});
