import { CodedError } from '@heliostat/platform';
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

/** What somebody hears whose role is not enough, and who can do it instead. */
export function roleRefusal({ kind, role }: Pick<Principal, 'kind' | 'role'>, least: Role): CodedError {
  const words = kind === 'key' ? ofKey(role, least) : `and yours is ${role}: ask ${able[least]}`;
  return new CodedError('principal/role', `This needs the role ${least} in the organization, ${words}`, 403);
}

const able: Record<Role, string> = {
  viewer: 'a member',
  member: 'a member, an admin or an owner',
  admin: 'an admin or an owner',
  owner: 'an owner',
};

const ofKey = (role: Role, least: Role): string =>
  least === 'member'
    ? `and this API key only reads, as a ${role} does: use a key that may read and write`
    : `and API keys act as a member at most: ${able[least]} does it, signed in to the dashboard`;

/** A key acts as a member, one that only reads as a viewer: people manage organisations, keys do not. */
export const roleOfKey = (permissions: KeyPermissions): Role => (permissions === 'rw' ? 'member' : 'viewer');

/** Viewers read; all others read and write. */
export const permissionsOfRole = (role: Role): KeyPermissions => (role === 'viewer' ? 'r' : 'rw');
