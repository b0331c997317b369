import { useQuery } from '@tanstack/react-query';
import type { Organization, OrganizationMember, Role } from '@heliostat/contracts';
import { api } from '../api/api-client';

/** Answers the new organisation's id, which is all the original's route returns. */
export async function createOrganization(name: string): Promise<string> {
  const reply = await api.post<string | { id: string }>('/v1/organization/create', { name });
  return typeof reply === 'string' ? reply : reply.id;
}

export const updateOrganization = (
  id: string,
  change: Partial<Pick<Organization, 'name' | 'retention_days'>>,
) => api.post<null>(`/v1/organization/${id}/update`, change);

export const listMembers = (id: string, signal?: AbortSignal) =>
  api.get<OrganizationMember[]>(`/v1/organization/${id}/members`, signal);

export const membersKey = (id: string | undefined) => ['members', id] as const;

export const useMembers = (id: string | undefined) =>
  useQuery({
    queryKey: membersKey(id),
    queryFn: ({ signal }) => listMembers(id!, signal),
    enabled: id !== undefined,
  });

/** A person without an account gets one; the reply then holds the password to hand over, shown once. */
export const addMember = (id: string, member: { email: string; role: Role }) =>
  api.post<{ temporaryPassword?: string } | null>(`/v1/organization/${id}/add_member`, member);

export const updateMember = (id: string, member: { memberId: string; role: Role }) =>
  api.post<null>(`/v1/organization/${id}/update_member`, member);

export const removeMember = (id: string, memberId: string) =>
  api.delete<null>(`/v1/organization/${id}/remove_member?memberId=${encodeURIComponent(memberId)}`);
