import { createProviderKeySchema, type ProviderKeyConfig, type ProviderKeyRow } from '@heliostat/contracts';
import { configOf, emptyValues, faultOf, formOf, modelStringOf, placeOf, valuesOf } from './provider-fields';

const values = (over: Partial<typeof emptyValues> = {}) => ({
  ...emptyValues,
  name: 'Main',
  key: 'secret-key',
  ...over,
});
const row = (over: Partial<ProviderKeyRow> = {}): ProviderKeyRow => ({
  id: 'c1a2b3c4d5e6',
  cuid: 'c1a2b3c4d5e6',
  provider_name: 'azure',
  provider_key_name: 'Frankfurt',
  preview: '••••••••7777',
  config: {},
  byok_enabled: true,
  created_at: '2026-11-23T12:00:00.000Z',
  soft_delete: false,
  ...over,
});

describe('the form of a provider key (CR-02)', () => {
  it.each(['azure', 'bedrock', 'vertex', 'cloudflare', 'local', 'openai', 'a-new-one'])(
    'asks for nothing that the API refuses at %s',
    (provider) => {
      const config = Object.fromEntries(
        formOf(provider).fields.map(({ name }) => [
          name,
          name === 'baseUri' ? 'https://a.example' : 'value-1',
        ]),
      );
      const sent = createProviderKeySchema.parse({
        providerName: provider,
        providerKeyName: 'Main',
        providerKey: 'k',
        config: configOf(provider, values({ config })),
      });
      expect(sent.config).toEqual(config);
    },
  );

  it('leaves empty fields out, and keeps what it does not show', () => {
    const before: ProviderKeyConfig = { region: 'eu-west-1', crossRegion: true, heliconeModelId: 'gpt-4o' };
    expect(configOf('bedrock', values({ config: { region: ' ', modelName: ' m ' } }), before)).toEqual({
      crossRegion: true,
      heliconeModelId: 'gpt-4o',
      modelName: 'm',
    });
  });

  it('reads the project from a service account', () => {
    const key = JSON.stringify({ type: 'service_account', project_id: 'mine-1' });
    expect(configOf('vertex', values({ key }))).toEqual({ projectId: 'mine-1' });
    expect(configOf('vertex', values({ key, config: { projectId: 'other' } }))).toEqual({
      projectId: 'other',
    });
  });

  it.each<[string, string, Partial<typeof emptyValues>, RegExp]>([
    ['no name', 'openai', { name: ' ' }, /name/],
    ['no key', 'openai', { key: '' }, /API key/],
    ['Azure without an address', 'azure', {}, /resource/],
    ['half an AWS key', 'bedrock', { key: 'AKIAEXAMPLE' }, /secret access key/],
    [
      'a temporary AWS key without its token',
      'bedrock',
      { key: 'ASIAEXAMPLE', secretKey: 's' },
      /session token/,
    ],
    ['a cut service account', 'vertex', { key: '{ "type":' }, /JSON/],
    ['a service account of no project', 'vertex', { key: '{}' }, /project/],
    ['Cloudflare without an account', 'cloudflare', {}, /account id/],
  ])('names the fault: %s', (_, provider, over, words) => {
    expect(faultOf(provider, values(over))).toMatch(words);
  });

  it.each<[string, Partial<typeof emptyValues>]>([
    ['openai', {}],
    ['azure', { config: { resourceName: 'r' } }],
    ['bedrock', { key: 'AKIAEXAMPLE', secretKey: 's' }],
    ['bedrock', { key: 'AKIAEXAMPLE:s' }],
    ['bedrock', { key: 'ASIAEXAMPLE', secretKey: 's:token' }],
    ['bedrock', { key: 'ASIAEXAMPLE:s:token' }],
    ['bedrock', { key: 'ABSK-bedrock-key' }],
    ['vertex', { key: '{"project_id":"mine-1"}' }],
  ])('lets a whole form of %s pass', (provider, over) => {
    expect(faultOf(provider, values(over))).toBeUndefined();
  });

  it('needs no key while editing, except for another address', () => {
    const stored = row({ config: { resourceName: 'here' } });
    const edited = valuesOf(stored);
    expect(faultOf('azure', edited, stored.config)).toBeUndefined();
    expect(faultOf('azure', { ...edited, config: { resourceName: 'there' } }, stored.config)).toMatch(
      /again/,
    );
  });
});

describe('modelStringOf', () => {
  it('names the key after model and provider (GW-09)', () => {
    expect(modelStringOf(row(), ['o3', 'gpt-4o'])).toBe('gpt-4o/azure/c1a2b3c4d5e6');
  });

  it('takes the model that the key is for, where the registry has it', () => {
    expect(modelStringOf(row({ config: { deploymentName: 'o3' } }), ['o3', 'gpt-4o'])).toBe(
      'o3/azure/c1a2b3c4d5e6',
    );
    expect(modelStringOf(row({ config: { deploymentName: 'mine' } }), ['o3', 'gpt-4o'])).toBe(
      'gpt-4o/azure/c1a2b3c4d5e6',
    );
  });

  it('leaves the model open where the registry has none', () => {
    expect(modelStringOf(row({ provider_name: 'local' }), [])).toBe('MODEL/local/c1a2b3c4d5e6');
  });
});

describe('placeOf', () => {
  it('shows the host of an own endpoint before its resource', () => {
    const config = { baseUri: 'https://eu.example/openai', resourceName: 'r', deploymentName: 'd' };
    expect(placeOf({ config })).toBe('eu.example · d');
  });
});
