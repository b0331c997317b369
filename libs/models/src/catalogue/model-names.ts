/** Providers that pass other providers' models on under `author/model`, at the author's price unless they state one. */
const gateways = new Set(
  'custom openrouter vercel helicone cloudflare github openpipe huggingface qstash firecrawl'.split(' '),
);

const authors = new Map(
  Object.entries({
    openai: 'openai',
    anthropic: 'anthropic',
    google: 'google-ai-studio',
    gemini: 'google-ai-studio',
    vertex_ai: 'vertex',
    mistralai: 'mistral',
    mistral: 'mistral',
    deepseek: 'deepseek',
    'deepseek-ai': 'deepseek',
    'x-ai': 'xai',
    xai: 'xai',
    cohere: 'cohere',
    perplexity: 'perplexity',
    moonshotai: 'moonshot',
    bedrock: 'bedrock',
    amazon: 'bedrock',
    azure: 'azure',
    groq: 'groq',
    together_ai: 'together',
    fireworks_ai: 'fireworks',
    cerebras: 'cerebras',
  }),
);

const families: [RegExp, string][] = [
  [/^(ft:)?(gpt-|o\d|chatgpt-|text-embedding-(3|ada)|codex-|davinci|babbage|computer-use)/, 'openai'],
  [/^([a-z-]+\.)?(anthropic|amazon|meta|mistral|cohere)\.[a-z]/, 'bedrock'],
  [/^claude/, 'anthropic'],
  [/^(gemini|models\/gemini|text-embedding-00)/, 'google-ai-studio'],
  [/^(mistral|ministral|codestral|magistral|devstral|pixtral|open-mi)/, 'mistral'],
  [/^deepseek-/, 'deepseek'],
  [/^grok-/, 'xai'],
  [/^(command|embed-)/, 'cohere'],
  [/^sonar/, 'perplexity'],
  [/^(kimi|moonshot)-/, 'moonshot'],
];

/**
 * Names under which a price list may hold a model, most exact first: as given, without path and ARN, without
 * OpenRouter's variants (`:online`), with Vertex's `@` version as a date, Azure's `gpt-35`, without a date.
 */
export function modelVariants(model: string): string[] {
  const names = new Set<string>();
  const add = (name: string) => {
    if (name !== '') names.add(name);
  };
  const exact = model.trim().toLowerCase();
  add(exact);
  const tail = exact.slice(exact.lastIndexOf('/') + 1);
  for (const name of [exact, tail]) {
    add(name);
    const plain = name.startsWith('ft:')
      ? name
      : name.replace(/:(online|nitro|floor|beta|extended|thinking|exacto|latest)$/, '');
    add(plain);
    const version = plain.replace('@latest', '').replace('@default', '').replace('@', '-');
    add(version);
    const region = version.replace(/^(us|eu|apac|global|jp|au|ca|us-gov)\.(?=[a-z])/, '');
    add(region);
    const azure = region.replace(/^gpt-35/, 'gpt-3.5');
    add(azure);
    const base = azure.startsWith('ft:') ? azure.split(':').slice(0, 2).join(':') : azure;
    add(base);
    add(base.replace(/-(20\d{2}-\d{2}-\d{2}|20\d{6}|latest)$/, ''));
  }
  return [...names];
}

/** Where else to look: the author that the name states, or the family it belongs to, when a gateway answered. */
export function authorOf(provider: string, model: string): { provider: string; model: string } | undefined {
  if (!gateways.has(provider)) return undefined;
  const name = model.trim().toLowerCase();
  const slash = name.indexOf('/');
  if (slash > 0) {
    const author = authors.get(name.slice(0, slash));
    if (author !== undefined) return { provider: author, model: name.slice(slash + 1) };
  }
  const family = families.find(([pattern]) => pattern.test(name))?.[1];
  return family === undefined ? undefined : { provider: family, model: name };
}
