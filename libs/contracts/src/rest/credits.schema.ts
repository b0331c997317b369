import { z } from 'zod';

/** US cents, as the original's credit routes count; at most ten thousandths of a cent are told apart. */
const cents = z.number({ error: 'expected an amount in US cents' }).min(-1e10).max(1e10);
const date = z.coerce.date().min(new Date('2000-01-01')).max(new Date('2200-01-01'));
const note = z
  .string()
  .trim()
  .max(500)
  .regex(/^[^\0]*$/, 'expected text without the character U+0000');

export const pageSchema = z.object({
  page: z.coerce.number().int().min(0).max(1e6).default(0),
  pageSize: z.coerce.number().int().min(1).max(500).default(50),
});

export const modifyBalanceSchema = z.object({
  amount: z.coerce.number({ error: 'expected an amount in US cents' }).positive().max(1e10),
  type: z.enum(['credit', 'debit']),
  reason: note.default(''),
});
export const updateWalletSchema = z
  .object({ balance: cents, suspended: z.boolean(), reason: note })
  .partial()
  .refine(({ balance, suspended }) => balance !== undefined || suspended !== undefined, {
    error: 'expected balance (US cents) or suspended',
  });
export const walletListSchema = pageSchema.extend({
  /** Part of an organisation's name. */
  search: note.default(''),
});
export const spendBreakdownSchema = z.object({
  timeRange: z.enum(['7d', '30d', '90d', 'all']).default('30d'),
  startDate: date.optional(),
  endDate: date.optional(),
});

/** What an organisation may spend on the installation's own keys; amounts are US cents. */
export type CreditBalance = {
  /** Without what calls under way have set aside. Null where the organisation is not limited. */
  balance: number | null;
  totalCreditsPurchased: number;
  /** Set aside for calls under way. */
  reserved: number;
  /** Whether an administrator set a balance; without one nothing is refused. */
  limited: boolean;
  suspended: boolean;
};

/** One organisation of an operator's list; amounts are US cents. */
export type Wallet = Pick<CreditBalance, 'balance' | 'reserved' | 'limited' | 'suspended'> & {
  organizationId: string;
  name: string;
};

/** One change of a balance, in US cents; charges are negative. */
export type CreditEntry = {
  id: string;
  createdAt: string;
  kind: 'topup' | 'charge' | 'adjust';
  amount: number;
  requestId: string | null;
  note: string | null;
};

export type PurchasedCredits = { id: string; createdAt: string; credits: number; referenceId: string };

/** What one model cost an organisation in credits; `subtotal` and `total` are USD. */
export type ModelSpend = {
  model: string;
  provider: string;
  promptTokens: number;
  completionTokens: number;
  cacheReadTokens: number;
  cacheWriteTokens: number;
  pricing: null;
  subtotal: number;
  discountPercent: number;
  total: number;
};
