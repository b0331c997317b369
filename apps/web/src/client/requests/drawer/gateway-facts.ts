import type { CallAttempt, HeliconeRequest } from '@heliostat/contracts';

const keyWords: Record<NonNullable<CallAttempt['key']>, string> = {
  own: 'Own key',
  installation: 'Installation’s key',
  client: 'The client’s key',
};

export const attemptKey = ({ key }: Pick<CallAttempt, 'key'>): string => (key ? keyWords[key] : '–');

/** Who paid the provider; undefined where no attempt says whose key it was and no credits were used. */
export function billingWords(
  row: Pick<HeliconeRequest, 'is_passthrough_billing' | 'attempts' | 'cache_reference_id'>,
): string | undefined {
  if (row.cache_reference_id) return 'Nobody: the reply came from the cache';
  if (row.is_passthrough_billing) return 'The installation’s key, counted as credits';
  switch (row.attempts?.at(-1)?.key) {
    case 'own':
      return 'Your own key';
    case 'installation':
      return 'The installation’s key';
    case 'client':
      return 'The client’s own key';
    default:
      return undefined;
  }
}

/** What a guard found; undefined where none looked. */
export function threatWords(threat: boolean | null | undefined): string | undefined {
  if (threat === null || threat === undefined) return undefined;
  return threat ? 'Found: the prompt was refused' : 'None found';
}

/** A variable's value as text; what is no text is shown as JSON. */
export const inputText = (value: unknown): string =>
  typeof value === 'string' ? value : (JSON.stringify(value, null, 2) ?? '');
