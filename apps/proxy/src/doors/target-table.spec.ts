import { providers } from '@heliostat/llm';
import { readRequestHeaders } from '../headers/request-headers.js';
import { DoorTable } from './door-table.js';
import { TargetTable } from './target-table.js';

const doors = new DoorTable(providers, {});
const find = (path: string, headers: string[] = []) =>
  new TargetTable(() => true).find(doors.findByPath(path)!.door, readRequestHeaders(headers));

describe(TargetTable.name, () => {
  it('sends a door to its provider', () => {
    expect(find('/oai/x')).toMatchObject({
      target: { origin: 'https://api.openai.com' },
      providerId: 'openai',
    });
  });

  it('recognises the provider of a target that a header names (GW-20)', () => {
    const azure = find('/oai/x', ['Helicone-OpenAI-API-Base', 'https://my.openai.azure.com']);
    expect(azure).toMatchObject({
      target: { origin: 'https://my.openai.azure.com', guarded: false },
      providerId: 'azure',
    });
    const gemini = find('/gateway/x', ['helicone-target-url', 'https://generativelanguage.googleapis.com']);
    expect(gemini).toMatchObject({ providerId: 'google-ai-studio', wire: 'gemini' });
  });

  it('calls an unknown target custom (GW-21)', () => {
    const sut = find('/oai/x', ['helicone-openai-api-base', 'https://api.endpoints.anyscale.example/v1']);
    expect(sut).toMatchObject({ providerId: 'custom', wire: 'openai', target: { basePath: '/v1' } });
  });

  it('ignores a target at a door that has its own', () => {
    const sut = find('/anthropic/x', ['helicone-target-url', 'https://a.example']);
    expect(sut.target?.origin).toBe('https://api.anthropic.com');
  });

  it('asks for an address where the provider has no public one', () => {
    expect(find('/azure/x').fault?.message).toMatch(/PROVIDER_AZURE_BASE_URL/);
  });
});
