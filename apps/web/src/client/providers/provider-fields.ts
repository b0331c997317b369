import type { ProviderKeyConfig, ProviderKeyRow } from '@heliostat/contracts';

export type ConfigField = Exclude<keyof ProviderKeyConfig, 'crossRegion'>;

export type FieldSpec = {
  name: ConfigField;
  label: string;
  placeholder: string;
  description?: string;
  /** A rarer one, shown below the others. */
  advanced?: true;
};

export type SecretSpec = {
  label: string;
  placeholder: string;
  description?: string;
  /** Several lines: a service account's JSON. */
  long?: true;
};

/** What a form asks for one provider's key. */
export type ProviderForm = {
  key: SecretSpec;
  /** The second part, where there is one. */
  secretKey?: SecretSpec;
  fields: FieldSpec[];
};

const baseUri: FieldSpec = {
  name: 'baseUri',
  label: 'Base URI',
  placeholder: 'https://models.example.com',
  description: 'Only where the key is for an endpoint of your own.',
  advanced: true,
};
const modelName: FieldSpec = {
  name: 'modelName',
  label: 'Model at the endpoint',
  placeholder: 'my-fine-tune',
  description: 'What is asked for in the place of the model that a call names.',
  advanced: true,
};

const usual: ProviderForm = {
  key: { label: 'API key', placeholder: 'sk-…' },
  fields: [baseUri, modelName],
};

const special: Record<string, ProviderForm> = {
  azure: {
    key: { label: 'API key', placeholder: 'Key 1 or key 2 of the resource' },
    fields: [
      {
        name: 'resourceName',
        label: 'Resource',
        placeholder: 'my-resource',
        description: 'The first part of my-resource.openai.azure.com.',
      },
      {
        name: 'baseUri',
        label: 'Base URI',
        placeholder: 'https://my-resource.openai.azure.com',
        description: 'In the place of a resource, where its address is another.',
      },
      {
        name: 'deploymentName',
        label: 'Deployment',
        placeholder: 'gpt-4o',
        description: 'Without it the model’s name is taken for the deployment’s.',
      },
      {
        name: 'apiVersion',
        label: 'API version',
        placeholder: '2025-04-01-preview',
        description: 'May stay empty.',
      },
    ],
  },
  bedrock: {
    key: {
      label: 'Access key id, or Bedrock API key',
      placeholder: 'AKIA…',
    },
    secretKey: {
      label: 'Secret access key',
      placeholder: 'Goes with an access key id',
      description:
        'Stays empty with a Bedrock API key. Of a temporary key: the secret, a colon, and the session token.',
    },
    fields: [{ name: 'region', label: 'Region', placeholder: 'us-east-1' }, modelName],
  },
  vertex: {
    key: {
      label: 'Service account (JSON)',
      placeholder: '{ "type": "service_account", … }',
      description: 'The whole file of the service account’s key.',
      long: true,
    },
    fields: [
      {
        name: 'projectId',
        label: 'Project',
        placeholder: 'my-project-1234',
        description: 'Read from the service account where it stays empty.',
      },
      {
        name: 'location',
        label: 'Location',
        placeholder: 'europe-west4',
        description: 'May stay empty; then the model’s widest location is asked.',
      },
    ],
  },
  cloudflare: {
    key: { label: 'API token', placeholder: 'Token with Workers AI permission' },
    fields: [{ name: 'projectId', label: 'Account id', placeholder: '0123456789abcdef…' }, modelName],
  },
  local: {
    key: {
      label: 'API key',
      placeholder: 'Anything, where the server asks for none',
    },
    fields: [{ ...baseUri, placeholder: 'http://localhost:11434', advanced: undefined }, modelName],
  },
};

/** What to ask for a provider's key; the gateway reads no other fields (page gateway/provider-routing). */
export const formOf = (provider: string): ProviderForm => special[provider] ?? usual;

export type FormValues = {
  name: string;
  key: string;
  secretKey: string;
  config: Partial<Record<ConfigField, string>>;
};

export const emptyValues: FormValues = { name: '', key: '', secretKey: '', config: {} };

export function valuesOf(row: ProviderKeyRow): FormValues {
  const { crossRegion: _, ...config } = row.config;
  return { name: row.provider_key_name, key: '', secretKey: '', config };
}

/**
 * The values as the API takes them: trimmed, empty ones left out. `before` keeps what the form does not show. A
 * service account names its project itself.
 */
export function configOf(
  provider: string,
  { key, config }: FormValues,
  before: ProviderKeyConfig = {},
): ProviderKeyConfig {
  const result: ProviderKeyConfig = { ...before };
  for (const { name } of formOf(provider).fields) {
    const value = config[name]?.trim() ?? '';
    if (value === '') delete result[name];
    else result[name] = value;
  }
  if (provider === 'vertex' && result.projectId === undefined) {
    const project = projectOf(key);
    if (project !== undefined) result.projectId = project;
  }
  return result;
}

function projectOf(serviceAccount: string): string | undefined {
  try {
    const { project_id: id } = JSON.parse(serviceAccount) as { project_id?: unknown };
    return typeof id === 'string' ? id : undefined;
  } catch {
    return undefined;
  }
}

/**
 * What is missing or wrong before anything is sent; undefined where the form may be sent. `before` is the stored
 * config of a key that is edited: it keeps its secret where none is typed, but not at another address.
 */
export function faultOf(
  provider: string,
  values: FormValues,
  before?: ProviderKeyConfig,
): string | undefined {
  if (values.name.trim() === '') return 'Give the key a name.';
  const key = values.key.trim();
  if (key === '' && !before) return `Fill in: ${formOf(provider).key.label}.`;
  const config = configOf(provider, values, before);
  if (
    before &&
    key === '' &&
    (['baseUri', 'resourceName'] as const).some((name) => config[name] !== before[name])
  )
    return 'Type the key again, too: it is to be used at another address.';
  if (provider === 'azure' && !config.resourceName && !config.baseUri)
    return 'Azure needs the name of the resource, or its base URI.';
  const awsFault = provider === 'bedrock' ? faultOfAwsKey(key, values.secretKey.trim()) : undefined;
  if (awsFault) return awsFault;
  if (provider === 'cloudflare' && !config.projectId) return 'Cloudflare needs the account id.';
  if (provider === 'vertex' && key.startsWith('{')) {
    if (!isJson(key)) return 'The service account is not whole: this is no JSON.';
    if (!config.projectId) return 'Vertex AI needs the id of a project.';
  }
  return undefined;
}

/** An access key id with its secret in the second field, or all in one text: `id:secret` or `id:secret:session token`. */
function faultOfAwsKey(key: string, secretKey: string): string | undefined {
  if (!/^(AKIA|ASIA)/.test(key)) return undefined;
  const [, secret, token] = (secretKey === '' ? key : `${key}:${secretKey}`).split(':');
  if (!secret) return 'An access key id needs its secret access key.';
  if (key.startsWith('ASIA') && !token)
    return 'A temporary access key (ASIA…) needs its session token: write it behind the secret access key, with a colon between.';
  return undefined;
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** Where the key is good, in a few words for the list. */
export function placeOf({ config }: Pick<ProviderKeyRow, 'config'>): string {
  const host = config.baseUri && URL.canParse(config.baseUri) ? new URL(config.baseUri).host : undefined;
  return [
    host ?? config.resourceName,
    config.deploymentName,
    config.projectId,
    config.region,
    config.location,
  ]
    .filter((part) => part)
    .join(' · ');
}

const usualModels: Record<string, string> = {
  openai: 'gpt-4o-mini',
  azure: 'gpt-4o',
  anthropic: 'claude-4.5-haiku',
  bedrock: 'claude-4.5-haiku',
  vertex: 'gemini-2.5-flash',
  'google-ai-studio': 'gemini-2.5-flash',
};

/**
 * The model string that uses exactly this key (GW-09): `gpt-4o/azure/<id>`. `models` are those that the registry has
 * at the provider; where there is none the model stays a word to replace.
 */
export function modelStringOf(
  { id, provider_name: provider, config }: Pick<ProviderKeyRow, 'id' | 'provider_name' | 'config'>,
  models: readonly string[],
): string {
  const named = [config.heliconeModelId, config.modelName, config.deploymentName, usualModels[provider]];
  const model = named.find((name) => name !== undefined && models.includes(name));
  return `${model ?? models[0] ?? 'MODEL'}/${provider}/${id}`;
}
