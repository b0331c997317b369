import type { CreditBalance, CreditEntry } from '@heliostat/contracts';
import { formatCost } from '../shared/format';

/** An amount of US cents as dollars: cents from a dollar on, else never rounded to nothing. */
export const formatCents = (cents: number): string => formatCost(cents / 100);

/** The cents of an amount in dollars as the form has it, to a ten thousandth; undefined where it is no amount. */
export function centsOf(dollars: number | string): number | undefined {
  if (dollars === '') return undefined;
  const cents = Math.round(Number(dollars) * 1e6) / 1e4;
  return Number.isFinite(cents) ? cents : undefined;
}

/**
 * Cents that operators gave the organisation, by "Add" or by "Set", without what they took back: what is left and what
 * was spent, since charges alone take from a balance besides them.
 */
export const addedInAll = ({
  balance,
  totalSpend,
}: Pick<CreditBalance, 'balance'> & { totalSpend: number }): number => (balance ?? 0) + totalSpend;

export type BalanceState = { label: string; tone: 'good' | 'warn' | 'bad' | 'info'; words: string };

/** What an organisation may do now (CR-01). */
export function balanceState({
  limited,
  suspended,
  balance,
  reserved,
}: Pick<CreditBalance, 'limited' | 'suspended' | 'balance' | 'reserved'>): BalanceState {
  if (suspended)
    return {
      label: 'Suspended',
      tone: 'bad',
      words: 'Calls on the installation’s keys are refused with 403. Keys of your own go on working.',
    };
  if (!limited)
    return {
      label: 'Not limited',
      tone: 'info',
      words: 'Nobody set a balance, so nothing is refused; what calls cost is counted all the same.',
    };
  if ((balance ?? 0) - reserved <= 0)
    return {
      label: 'Spent',
      tone: 'bad',
      words: 'Calls on the installation’s keys are refused with 429 until credits are added.',
    };
  return { label: 'Active', tone: 'good', words: 'Calls on the installation’s keys are paid from this.' };
}

const kinds: Record<CreditEntry['kind'], string> = {
  topup: 'Added',
  charge: 'Call',
  adjust: 'Set by an operator',
};

export const entryKind = (kind: CreditEntry['kind']): string => kinds[kind];
