import { type Organization, type OrganizationMember, roleSchema, type WhoAmI } from '@heliostat/contracts';
import { z } from 'zod';

export const organizationSchema = z.object({
  id: z.uuid(),
  name: z.string(),
  created_at: z.iso.datetime(),
  retention_days: z.number().int().nullable(),
  has_integrated: z.boolean(),
  role: roleSchema,
}) satisfies z.ZodType<Organization>;

export const memberSchema = z.object({
  member: z.string(),
  email: z.string(),
  name: z.string(),
  org_role: roleSchema,
  created_at: z.iso.datetime(),
}) satisfies z.ZodType<OrganizationMember>;

export const ownerSchema = z.object({ member: z.string(), email: z.string(), name: z.string() });
export type OrganizationOwner = z.infer<typeof ownerSchema>;

/** The password of an account that the invitation made; without one for an account that was there. */
export const invitationSchema = z.object({ temporaryPassword: z.string().optional() });
export type Invitation = z.infer<typeof invitationSchema>;

export const whoAmISchema = z.object({
  user: z.object({ id: z.string(), email: z.string(), name: z.string() }).nullable(),
  organizations: z.array(organizationSchema),
  activeOrganizationId: z.uuid().nullable(),
  operatesInstallation: z.boolean(),
}) satisfies z.ZodType<WhoAmI>;

export const newOwnerSchema = z.object({ memberId: z.string().min(1) });
export const removedMemberSchema = z.object({ memberId: z.string().min(1) });
