import fc from 'fast-check';
import { AddressError } from './address-error.js';
import { providers } from './provider-registry.js';
import { authStyle, operationOf, upstreamPath, type AddressFacts, type Operation } from './upstream-path.js';

const facts = (given: Partial<AddressFacts> = {}): AddressFacts => ({
  model: 'm',
  stream: false,
  ...given,
});
const sut = (provider: string, operation: Operation, given: Partial<AddressFacts> = {}) =>
  upstreamPath(provider, operation, facts(given));
const faultOf = (call: () => unknown): string | undefined => {
  try {
    call();
    return undefined;
  } catch (error) {
    return error instanceof AddressError ? error.fault : String(error);
  }
};

describe('upstreamPath (GW-06, MR-02)', () => {
  it.each([
    ['openai', '/v1/chat/completions'],
    ['groq', '/openai/v1/chat/completions'],
    ['deepinfra', '/v1/openai/chat/completions'],
    ['openrouter', '/api/v1/chat/completions'],
    ['perplexity', '/chat/completions'],
    ['novita', '/v3/openai/chat/completions'],
    ['fireworks', '/inference/v1/chat/completions'],
    ['cohere', '/compatibility/v1/chat/completions'],
    ['google-ai-studio', '/v1beta/openai/chat/completions'],
    ['zai', '/api/paas/v4/chat/completions'],
    ['mistral', '/v1/chat/completions'],
    ['some-new-host', '/v1/chat/completions'],
  ])('asks %s at %s', (provider, path) => {
    expect(sut(provider, 'chat')).toEqual({ path });
  });

  it.each([
    ['openai', 'responses', '/v1/responses'],
    ['openai', 'embeddings', '/v1/embeddings'],
    ['openai', 'images', '/v1/images/generations'],
    ['anthropic', 'messages', '/v1/messages'],
    ['deepseek', 'messages', '/anthropic/v1/messages'],
    ['google-ai-studio', 'embeddings', '/v1beta/openai/embeddings'],
  ] as const)('asks %s for %s at %s', (provider, operation, path) => {
    expect(sut(provider, operation)).toEqual({ path });
  });

  it('names a deployment of Azure, and the version of its API (GW-09)', () => {
    expect(sut('azure', 'chat', { model: 'gpt-4o', deployment: 'eu 1', apiVersion: '2024-10-21' })).toEqual({
      path: '/openai/deployments/eu%201/chat/completions?api-version=2024-10-21',
    });
    expect(sut('azure', 'embeddings', { model: 'text-embedding-3-small' }).path).toBe(
      '/openai/deployments/text-embedding-3-small/embeddings?api-version=2025-01-01-preview',
    );
    expect(sut('azure', 'responses').path).toBe('/openai/v1/responses');
  });

  it.each([
    [{ location: 'europe-west4' }, 'https://europe-west4-aiplatform.googleapis.com', 'europe-west4'],
    [{ location: 'global' }, 'https://aiplatform.googleapis.com', 'global'],
    [{ location: 'eu' }, 'https://aiplatform.eu.rep.googleapis.com', 'eu'],
    [{}, 'https://us-central1-aiplatform.googleapis.com', 'us-central1'],
  ])('finds the host of Gemini on Vertex by its location %j', (given, origin, location) => {
    expect(sut('vertex', 'generate', { model: 'gemini-2.5-pro', project: 'p', ...given })).toEqual({
      path: `/v1/projects/p/locations/${location}/publishers/google/models/gemini-2.5-pro:generateContent`,
      origin,
    });
  });

  it("asks Vertex for Claude in Anthropic's way", () => {
    const claude = { model: 'claude-sonnet-4-5@20250929', project: 'p' };
    const base = '/v1/projects/p/locations/us-east5/publishers/anthropic/models/claude-sonnet-4-5%4020250929';

    expect(sut('vertex', 'messages', claude).path).toBe(`${base}:rawPredict`);
    expect(sut('vertex', 'messages', { ...claude, stream: true }).path).toBe(`${base}:streamRawPredict`);
  });

  it('reaches Gemini on Vertex with an API key alone, and says that Claude needs a project', () => {
    expect(sut('vertex', 'generate', { model: 'gemini-2.5-pro', stream: true })).toEqual({
      path: '/v1/publishers/google/models/gemini-2.5-pro:streamGenerateContent?alt=sse',
    });
    expect(faultOf(() => sut('vertex', 'messages', { model: 'claude-opus-4' }))).toBe('project');
  });

  it('asks Gemini for a stream of events', () => {
    expect(sut('google-ai-studio', 'generate', { model: 'gemini-2.5-flash' }).path).toBe(
      '/v1beta/models/gemini-2.5-flash:generateContent',
    );
    expect(sut('google-ai-studio', 'generate', { model: 'tunedModels/t', stream: true }).path).toBe(
      '/v1beta/tunedModels/t:streamGenerateContent?alt=sse',
    );
  });

  it.each([
    ['anthropic.claude-3-5-haiku-20241022-v1:0', {}, 'anthropic.claude-3-5-haiku-20241022-v1%3A0'],
    ['anthropic.claude-sonnet-4-5-20250929-v1:0', {}, 'us.anthropic.claude-sonnet-4-5-20250929-v1%3A0'],
    ['anthropic.claude-opus-4-7', { region: 'eu-west-1' }, 'eu.anthropic.claude-opus-4-7'],
    ['anthropic.claude-opus-4-7', { region: 'ap-northeast-1' }, 'jp.anthropic.claude-opus-4-7'],
    ['anthropic.claude-opus-4-7', { region: 'ap-south-1' }, 'global.anthropic.claude-opus-4-7'],
    ['anthropic.claude-sonnet-4-x', { region: 'ap-south-1' }, 'apac.anthropic.claude-sonnet-4-x'],
    ['meta.llama4-scout', { region: 'us-gov-west-1' }, 'us-gov.meta.llama4-scout'],
    ['amazon.nova-pro-v1:0', { crossRegion: true }, 'us.amazon.nova-pro-v1%3A0'],
    ['anthropic.claude-opus-4-7', { crossRegion: 'global' as const }, 'global.anthropic.claude-opus-4-7'],
    ['anthropic.claude-opus-4-7', { crossRegion: false }, 'anthropic.claude-opus-4-7'],
    ['eu.anthropic.claude-opus-4-7', {}, 'eu.anthropic.claude-opus-4-7'],
    ['arn:aws:bedrock:us-east-1:1:x/y', {}, 'arn%3Aaws%3Abedrock%3Aus-east-1%3A1%3Ax%2Fy'],
  ])('asks Bedrock for %s %j', (model, given, name) => {
    expect(sut('bedrock', 'generate', { model, ...given }).path).toBe(`/model/${name}/converse`);
  });

  it("takes the host of Bedrock's region", () => {
    expect(sut('bedrock', 'generate', { region: 'eu-central-1', stream: true })).toEqual({
      path: '/model/m/converse-stream',
      origin: 'https://bedrock-runtime.eu-central-1.amazonaws.com',
    });
  });

  it.each([
    ['anthropic', 'chat', {}, 'operation'],
    ['bedrock', 'images', {}, 'operation'],
    ['mistral', 'messages', {}, 'operation'],
    ['mistral', 'responses', {}, 'operation'],
    ['openai', 'generate', {}, 'operation'],
    ['cloudflare', 'chat', {}, 'project'],
    ['bedrock', 'generate', { region: 'x.evil.test/' }, 'region'],
    ['vertex', 'generate', { project: 'p', location: 'a.b' }, 'location'],
    ['google-ai-studio', 'generate', { model: '..' }, 'model'],
  ] as const)('says why %s cannot be asked for %s %j', (provider, operation, given, fault) => {
    expect(faultOf(() => sut(provider, operation, given))).toBe(fault);
  });

  it('can ask every provider of the registry something', () => {
    const operations: Operation[] = ['chat', 'messages', 'generate'];
    for (const { id } of providers.filter(({ id }) => id !== 'firecrawl'))
      expect([
        id,
        operations.some((operation) => faultOf(() => sut(id, operation, { project: 'p' })) === undefined),
      ]).toEqual([id, true]);
  });

  it('never lets a model, deployment or project climb in the path or reach the host', () => {
    const text = fc.oneof(fc.string(), fc.constantFrom('../x', '?a', '#', 'a/b', '//evil.test', '\r\nX: y'));
    fc.assert(
      fc.property(
        fc.constantFrom('azure', 'bedrock', 'vertex', 'google-ai-studio', 'cloudflare'),
        fc.constantFrom<Operation>('chat', 'generate', 'messages'),
        fc.record({ model: text, deployment: text, project: text, region: text, location: text }),
        (provider, operation, given) => {
          let found;
          try {
            found = upstreamPath(provider, operation, facts(given));
          } catch (error) {
            expect(error).toBeInstanceOf(AddressError);
            return;
          }
          const url = new URL(`https://base.test${found.path}`);
          expect(url.host).toBe('base.test');
          expect(url.pathname + url.search).toBe(found.path);
          if (found.origin !== undefined)
            expect(new URL(found.origin).hostname).toMatch(/\.(amazonaws\.com(\.cn)?|googleapis\.com)$/);
        },
      ),
    );
  });
});

describe('authStyle', () => {
  it.each([
    ['openai', 'chat', 'bearer'],
    ['anthropic', 'messages', 'x-api-key'],
    ['azure', 'chat', 'api-key'],
    ['google-ai-studio', 'generate', 'goog'],
    ['google-ai-studio', 'embeddings', 'bearer'],
    ['bedrock', 'generate', 'sigv4'],
    ['vertex', 'messages', 'gcp'],
    ['openrouter', 'messages', 'bearer'],
    ['deepseek', 'messages', 'x-api-key'],
  ] as const)('shows %s a key for %s by %s', (provider, operation, style) => {
    expect(authStyle(provider, operation)).toBe(style);
  });
});

describe('operationOf', () => {
  it('is the native call for Gemini and Converse', () => {
    expect((['gemini', 'converse', 'messages', 'embeddings'] as const).map(operationOf)).toEqual([
      'generate',
      'generate',
      'messages',
      'embeddings',
    ]);
  });
});
