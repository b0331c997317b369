/**
 * Overrides that differ much from the maintained catalogue and are right: by provider and model, with the catalogue's
 * price (USD per million tokens, input/output) when that was looked at. Once the catalogue's price is another one,
 * `npm run prices:diff -- --check` asks to look again.
 */
export const reviewedContradictions: Readonly<Record<string, string>> = {
  // The catalogue still has the prices of before September 2025.
  'deepseek/deepseek-chat': '0.27/1.1',
  'deepseek/deepseek-reasoner': '0.55/2.19',
  // The catalogue finds another model under these names.
  'google-ai-studio/gemini-2.0-flash-exp': '0.1/0.4',
  'vertex/gemini-2.0-flash-exp': '0.1/0.4',
  'bedrock/amazon.titan-embed-text-v2:0': '0.1/0',
};
