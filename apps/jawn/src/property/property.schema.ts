import { z } from 'zod';

export const propertyKeySchema = z.string().min(1).max(256);
export const propertySearchSchema = z.object({ searchTerm: z.string().max(256).default('') });
