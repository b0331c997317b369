import { z } from 'zod';

const text = z
  .object({
    'not-equals': z.string(),
    equals: z.string(),
    like: z.string(),
    ilike: z.string(),
    contains: z.string(),
    'not-contains': z.string(),
  })
  .partial()
  .strict();
const number = z
  .object({
    'not-equals': z.number(),
    equals: z.number(),
    gte: z.number(),
    lte: z.number(),
    lt: z.number(),
    gt: z.number(),
  })
  .partial()
  .strict();
const boolean = z.object({ equals: z.boolean() }).partial().strict();
const timestamp = z
  .object({ equals: z.string(), gte: z.string(), lte: z.string(), lt: z.string(), gt: z.string() })
  .partial()
  .strict();

/** Operators by column type (facts/filters): the names clients send. */
export const filterOperators = { text, number, boolean, timestamp };

export type FilterLeaf = Record<string, Record<string, unknown>>;
export type FilterBranch = { left: FilterNode; operator: 'and' | 'or'; right: FilterNode };
/** `"all"` and `{}` match everything. A leaf is `{ table: { column: { operator: value } } }`. */
export type FilterNode = 'all' | FilterLeaf | FilterBranch;

/** The shape only; tables, columns and values are checked by `@heliostat/filters`, which names the fault. */
export const filterNodeSchema: z.ZodType<FilterNode> = z
  .union([z.literal('all'), z.record(z.string(), z.unknown())])
  .transform((node) => node as FilterNode);
