import { CodedError } from '@heliostat/platform';
import { findProviderBySlug } from '@heliostat/llm';

/** One entry of a model string: a model anywhere, at one provider, or at one of one's own deployments there. */
export type ModelChoice = {
  model: string;
  /** Registry id of the provider. */
  provider?: string;
  /** Id or name of a stored provider key. */
  deployment?: string;
  /** `:online`: with the provider's web search. */
  online?: true;
};

export type ModelString = {
  /** Tried in this order. */
  choices: ModelChoice[];
  /** Providers that no choice may use. */
  excluded: ReadonlySet<string>;
};

const maxChoices = 20;

/**
 * Reads the gateway's model string (page gateway/provider-routing): `model`, `model/provider`,
 * `model/provider/deployment`, a list of them in order, and `!provider` to leave one out. A model's own name may hold
 * slashes; `provider/model`, as other gateways write it, is understood too. Throws `gateway/bad-model` (400).
 */
export function parseModelString(text: string): ModelString {
  const choices: ModelChoice[] = [];
  const excluded = new Set<string>();
  for (const part of text.split(',')) {
    const entry = part.trim();
    if (entry === '') continue;
    if (entry.startsWith('!')) excluded.add(excludedProvider(entry.slice(1).trim()));
    else choices.push(parseChoice(entry));
  }
  if (choices.length === 0)
    throw bad('The field "model" names no model. Write for example "gpt-4o-mini" or "gpt-4o-mini/openai".');
  if (choices.length > maxChoices) throw bad(`The field "model" names more than ${maxChoices} models.`);
  return { choices, excluded };
}

function excludedProvider(slug: string): string {
  const provider = slug === '' ? undefined : findProviderBySlug(slug.toLowerCase());
  if (!provider)
    throw bad(
      `The field "model" leaves out "${slug.slice(0, 60)}", which is no provider. Write for example "!openai".`,
    );
  return provider.id;
}

function parseChoice(entry: string): ModelChoice {
  const online = entry.endsWith(':online');
  const text = online ? entry.slice(0, -':online'.length) : entry;
  const parts = text.split('/').map((part) => part.trim());
  if (parts.length > 1 && parts[0] !== '' && parts.includes(''))
    throw bad(`"${entry.slice(0, 80)}" has nothing after a slash. Write for example "gpt-4o-mini/openai".`);
  const choice = splitChoice(parts, parts.join('/'));
  if (choice.model === '') throw bad(`"${entry.slice(0, 80)}" names no model before the provider.`);
  return online ? { ...choice, online: true } : choice;
}

function splitChoice(parts: string[], text: string): ModelChoice {
  const last = providerOf(parts, -1);
  if (last !== undefined && parts.length > 1) return { model: parts.slice(0, -1).join('/'), provider: last };
  const middle = parts.length > 2 ? providerOf(parts, -2) : undefined;
  if (middle !== undefined)
    return { model: parts.slice(0, -2).join('/'), provider: middle, deployment: parts.at(-1)! };
  const first = parts.length > 1 ? providerOf(parts, 0) : undefined;
  if (first !== undefined) return { model: parts.slice(1).join('/'), provider: first };
  return { model: text };
}

function providerOf(parts: string[], at: number): string | undefined {
  const slug = parts.at(at);
  return slug ? findProviderBySlug(slug.toLowerCase())?.id : undefined;
}

const bad = (message: string) => new CodedError('gateway/bad-model', message, 400);
