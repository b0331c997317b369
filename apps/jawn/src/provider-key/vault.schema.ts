import { z } from 'zod';

/** The original's `AddVaultKeyParams`. */
export const addVaultKeySchema = z.object({
  key: z.string().trim().min(1).max(20_000),
  /** A provider of the registry, by id, alias or name, in any case. */
  provider: z.string().trim().min(1).max(100),
  name: z.string().trim().min(1).max(100).optional(),
});

export const updateVaultKeySchema = z
  .object({
    name: z.string().trim().min(1).max(100),
    key: z.string().trim().min(1).max(20_000),
    /** Whether calls without a named deployment may use it. */
    active: z.boolean(),
  })
  .partial();
