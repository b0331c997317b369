import { z } from 'zod';

export const roles = ['owner', 'admin', 'member', 'viewer'] as const;
export const roleSchema = z.enum(roles);
export type Role = z.infer<typeof roleSchema>;

export const createOrganizationSchema = z.object({ name: z.string().trim().min(1).max(100) });
export const updateOrganizationSchema = z
  .object({
    name: z.string().trim().min(1).max(100),
    /** Days that rows and bodies are kept; null keeps them for ever. */
    retention_days: z.number().int().min(1).max(3650).nullable(),
  })
  .partial();
export const addMemberSchema = z.object({ email: z.email(), role: roleSchema.default('member') });
export const updateMemberSchema = z.object({ memberId: z.string(), role: roleSchema });

export type Organization = {
  id: string;
  name: string;
  created_at: string;
  retention_days: number | null;
  has_integrated: boolean;
  /** The caller's own role. */
  role: Role;
};

export type OrganizationMember = {
  member: string;
  email: string;
  name: string;
  org_role: Role;
  created_at: string;
};

/** `GET /v1/whoami`: what the signed-in page needs first. */
export type WhoAmI = {
  user: { id: string; email: string; name: string } | null;
  organizations: Organization[];
  /** The organisation that requests without a `helicone-org-id` header use. */
  activeOrganizationId: string | null;
  /** Whether the caller may see and operate the installation itself: its pods, queues and backups. */
  operatesInstallation: boolean;
};

/** `GET /v1/public/setup`: whether sign-up makes the first owner, and where the doors are. */
export type SetupState = {
  firstOwner: boolean;
  signUpOpen: boolean;
  proxyUrl: string;
  apiUrl: string;
  version: string;
};
