import { type KeyPermissions, type Role } from '@heliostat/contracts';

/** Who asks, and for which organisation: the one tenant that the request may see. */
export type Principal = {
  kind: 'key' | 'user';
  userId: string | null;
  keyId: string | null;
  organizationId: string;
  role: Role;
  permissions: KeyPermissions;
};

/** Someone signed in or a key, before an organisation is chosen: a user may have none. */
export type Caller = { userId: string | null; principal: Principal | null };

const rank: Record<Role, number> = { viewer: 0, member: 1, admin: 2, owner: 3 };

/** Whether `role` may do what `least` may. */
export const atLeast = (role: Role, least: Role): boolean => rank[role] >= rank[least];

/** A key acts as a member, one that only reads as a viewer: people manage organisations, keys do not. */
export const roleOfKey = (permissions: KeyPermissions): Role => (permissions === 'rw' ? 'member' : 'viewer');

/** Viewers read; all others read and write. */
export const permissionsOfRole = (role: Role): KeyPermissions => (role === 'viewer' ? 'r' : 'rw');
