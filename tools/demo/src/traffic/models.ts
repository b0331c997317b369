/** A model with the pace that people know it by. Times in milliseconds. */
export type DemoModel = {
  /** Registry id, sent as `Helicone-Target-Provider`. */
  provider: string;
  name: string;
  /** Median time to first token. */
  ttftMs: number;
  /** Median time a token. */
  tokenMs: number;
  /** Path of the chat API below the base URL. */
  wire: 'openai' | 'anthropic' | 'gemini';
};

const model = (
  provider: string,
  name: string,
  ttftMs: number,
  tokenMs: number,
  wire: DemoModel['wire'] = 'openai',
): DemoModel => ({ provider, name, ttftMs, tokenMs, wire });

export const models = {
  gpt4o: model('openai', 'gpt-4o', 480, 12),
  gpt4oMini: model('openai', 'gpt-4o-mini', 380, 9),
  gpt41: model('openai', 'gpt-4.1', 520, 11),
  gpt5Mini: model('openai', 'gpt-5-mini', 1400, 9),
  o3Mini: model('openai', 'o3-mini', 2200, 8),
  embedSmall: model('openai', 'text-embedding-3-small', 90, 0),
  gptImage: model('openai', 'gpt-image-1', 6000, 0),
  sonnet: model('anthropic', 'claude-sonnet-4-5', 850, 14, 'anthropic'),
  haiku: model('anthropic', 'claude-haiku-4-5', 420, 8, 'anthropic'),
  geminiFlash: model('google-ai-studio', 'gemini-2.5-flash', 400, 5, 'gemini'),
  geminiPro: model('google-ai-studio', 'gemini-2.5-pro', 1600, 9, 'gemini'),
  groqLlama: model('groq', 'llama-3.3-70b-versatile', 160, 3),
  mistralSmall: model('mistral', 'mistral-small-latest', 300, 8),
  mistralLarge: model('mistral', 'mistral-large-latest', 620, 14),
  deepseek: model('deepseek', 'deepseek-chat', 900, 16),
  grok: model('xai', 'grok-3-mini', 700, 9),
} as const;
