import {
  type CreditBalance,
  type CreditEntry,
  type ModelSpend,
  type PurchasedCredits,
  type Wallet,
} from '@heliostat/contracts';
import { z } from 'zod';

export const creditBalanceSchema = z.object({
  balance: z.number().nullable(),
  totalCreditsPurchased: z.number(),
  reserved: z.number(),
  limited: z.boolean(),
  suspended: z.boolean(),
}) satisfies z.ZodType<CreditBalance>;

/** The original's `OrgDiscount`. */
export const discountSchema = z.object({
  provider: z.string().nullable(),
  model: z.string().nullable(),
  percent: z.number(),
});

/** The original's `PTBInvoice`. */
export const invoiceSchema = z.object({
  id: z.string(),
  organizationId: z.uuid(),
  stripeInvoiceId: z.string().nullable(),
  hostedInvoiceUrl: z.string().nullable(),
  startDate: z.iso.datetime(),
  endDate: z.iso.datetime(),
  amountCents: z.number(),
  subtotalCents: z.number().nullable(),
  notes: z.string().nullable(),
  createdAt: z.iso.datetime(),
});

const paged = { total: z.number().int(), page: z.number().int(), pageSize: z.number().int() };

export const creditEntriesSchema = z.object({
  entries: z.array(
    z.object({
      id: z.string(),
      createdAt: z.iso.datetime(),
      kind: z.enum(['topup', 'charge', 'adjust']),
      amount: z.number(),
      requestId: z.string().nullable(),
      note: z.string().nullable(),
    }) satisfies z.ZodType<CreditEntry>,
  ),
  ...paged,
});

export const walletsSchema = z.object({
  wallets: z.array(
    z.object({
      organizationId: z.uuid(),
      name: z.string(),
      balance: z.number().nullable(),
      reserved: z.number(),
      limited: z.boolean(),
      suspended: z.boolean(),
    }) satisfies z.ZodType<Wallet>,
  ),
  ...paged,
});

export const paymentsSchema = z.object({
  purchases: z.array(
    z.object({
      id: z.string(),
      createdAt: z.iso.datetime(),
      credits: z.number(),
      referenceId: z.string(),
    }) satisfies z.ZodType<PurchasedCredits>,
  ),
  ...paged,
});

export const breakdownSchema = z.object({
  models: z.array(
    z.object({
      model: z.string(),
      provider: z.string(),
      promptTokens: z.number(),
      completionTokens: z.number(),
      cacheReadTokens: z.number(),
      cacheWriteTokens: z.number(),
      pricing: z.null(),
      subtotal: z.number(),
      discountPercent: z.number(),
      total: z.number(),
    }) satisfies z.ZodType<ModelSpend>,
  ),
  totalCost: z.number(),
  timeRange: z.object({ start: z.iso.datetime(), end: z.iso.datetime() }),
});
