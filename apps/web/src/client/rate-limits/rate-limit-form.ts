import type { RateLimitRule } from '@heliostat/contracts';

export type RateLimitInput = Omit<RateLimitRule, 'id' | 'created_at' | 'updated_at'>;

export const windowUnits = { minute: 60, hour: 3_600, day: 86_400 } as const;
export type WindowUnit = keyof typeof windowUnits;

const minWindow = 60;
const maxWindow = 31_536_000;

export type SegmentKind = 'global' | 'user' | 'property';

export type RateLimitForm = {
  name: string;
  quota: number | '';
  unit: RateLimitRule['unit'];
  window: number | '';
  windowUnit: WindowUnit;
  segment: SegmentKind;
  property: string;
  apiKeyId: string | null;
};

export const newForm: RateLimitForm = {
  name: '',
  quota: 1_000,
  unit: 'request',
  window: 1,
  windowUnit: 'hour',
  segment: 'global',
  property: '',
  apiKeyId: null,
};

/** The largest unit in which a window is a whole number; seconds that no unit divides stay decimals of a minute. */
export function splitWindow(seconds: number): { window: number; windowUnit: WindowUnit } {
  const units = Object.entries(windowUnits).reverse() as [WindowUnit, number][];
  const [windowUnit, size] = units.find(([, length]) => seconds % length === 0) ?? ['minute', 60];
  return { window: seconds / size, windowUnit };
}

export function formOfRule(rule: RateLimitRule): RateLimitForm {
  const { segment } = rule;
  return {
    name: rule.name,
    quota: rule.quota,
    unit: rule.unit,
    ...splitWindow(rule.window_seconds),
    segment: segment === null ? 'global' : segment === 'user' ? 'user' : 'property',
    property: segment === null || segment === 'user' ? '' : segment,
    apiKeyId: rule.api_key_id,
  };
}

/** What the API gets, or the fault in words. */
export function inputOf(form: RateLimitForm): { input: RateLimitInput } | { fault: string } {
  const name = form.name.trim();
  if (name === '') return { fault: 'Give the limit a name.' };
  if (/^[\d.]+$/.test(name))
    return { fault: 'A name is more than a number, which a header would take for a quota.' };
  if (/[,;=]/.test(name)) return { fault: 'A name has no commas, semicolons and equals signs.' };
  if (form.quota === '' || form.quota <= 0) return { fault: 'The quota is a number above 0.' };
  const seconds = form.window === '' ? 0 : Math.round(form.window * windowUnits[form.windowUnit]);
  if (seconds < minWindow || seconds > maxWindow)
    return { fault: 'The window is at least a minute and at most 365 days.' };
  const property = form.property.trim();
  if (form.segment === 'property' && !/^[A-Za-z0-9_-]{1,100}$/.test(property))
    return { fault: 'The name of a property has letters, digits, - and _, at most 100 of them.' };
  return {
    input: {
      name,
      quota: form.quota,
      window_seconds: seconds,
      unit: form.unit,
      segment: form.segment === 'global' ? null : form.segment === 'user' ? 'user' : property,
      api_key_id: form.apiKeyId,
    },
  };
}

type Policy = Pick<RateLimitRule, 'quota' | 'window_seconds' | 'unit' | 'segment'>;

/** The same limit as a call's own header says it (page Custom Rate Limits). */
export function policyHeader({ quota, window_seconds, unit, segment }: Policy): string {
  const parts = [String(quota), `w=${window_seconds}`];
  if (unit !== 'request') parts.push(`u=${unit}`);
  if (segment !== null) parts.push(`s=${segment}`);
  return `Helicone-RateLimit-Policy: ${parts.join(';')}`;
}

/** `1,000 requests in 1 hour, for each user`. */
export function ruleWords({ quota, window_seconds, unit, segment }: Policy): string {
  const { window, windowUnit } = splitWindow(window_seconds);
  const what =
    unit === 'cents'
      ? (quota / 100).toLocaleString('en-US', {
          style: 'currency',
          currency: 'USD',
          maximumFractionDigits: 6,
        })
      : `${quota.toLocaleString('en-US', { maximumFractionDigits: 9 })} ${unit === 'tokens' ? 'tokens' : quota === 1 ? 'request' : 'requests'}`;
  const span = `${window.toLocaleString('en-US')} ${windowUnit}${window === 1 ? '' : 's'}`;
  const each =
    segment === null ? '' : segment === 'user' ? ', for each user' : `, for each value of ${segment}`;
  return `${what} in ${span}${each}`;
}
