/** What a model on Bedrock is told beside Converse's own fields, by its maker. */
export type ConverseModel = {
  maker: 'anthropic' | 'amazon' | 'openai' | 'other';
  /** How an effort of thinking is said, where it can be. */
  reasoning: 'claude' | 'nova' | 'effort' | 'none';
};

/** Inference profiles put a region before the maker: `us.anthropic.claude-…`. */
export function converseModel(model: string): ConverseModel {
  const name = model.toLowerCase();
  if (name.includes('claude')) return { maker: 'anthropic', reasoning: 'claude' };
  if (name.includes('nova'))
    return { maker: 'amazon', reasoning: /nova-2|nova-[a-z]+-v2/.test(name) ? 'nova' : 'none' };
  if (name.includes('gpt-oss')) return { maker: 'openai', reasoning: 'effort' };
  return { maker: 'other', reasoning: 'none' };
}
