import { unknownProviderSettings } from './unknown-provider-settings.js';

describe(unknownProviderSettings.name, () => {
  it('finds nothing wrong with ids of the registry', () => {
    expect(unknownProviderSettings({ openai: { apiKey: 'k' }, 'google-ai-studio': { apiKey: 'k' } })).toEqual(
      [],
    );
  });

  it('names a setting of no provider, without its value', () => {
    expect(unknownProviderSettings({ openia: { apiKey: 'secret', baseUrl: 'http://a' } })).toEqual([
      'PROVIDER_OPENIA_BASE_URL and PROVIDER_OPENIA_API_KEY name no provider, and do nothing',
    ]);
  });

  it('names the id where an alias was written', () => {
    expect(unknownProviderSettings({ gemini: { apiKey: 'secret' } })).toEqual([
      'PROVIDER_GEMINI_API_KEY names no provider, and does nothing: write PROVIDER_GOOGLE_AI_STUDIO_API_KEY',
    ]);
  });
});
