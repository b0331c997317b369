import { useState } from 'react';
import { ActionIcon, Button, Select, TextInput, Tooltip } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { IconTrash } from '@tabler/icons-react';
import type { Organization, OrganizationMember, Role } from '@heliostat/contracts';
import { useSession } from '../api/session.queries';
import { initials } from '../app/organization-switcher';
import { CopyButton } from '../shared/copy-button';
import { ErrorState, wordsOf } from '../shared/error-state';
import { RowsSkeleton } from '../shared/skeletons';
import { addMember, membersKey, removeMember, updateMember, useMembers } from './organization.api';
import { Section } from './section';
import classes from './settings.module.css';

const roleOptions: { value: Role; label: string }[] = [
  { value: 'owner', label: 'Owner' },
  { value: 'admin', label: 'Admin' },
  { value: 'member', label: 'Member' },
  { value: 'viewer', label: 'Viewer' },
];

export function MembersSection({ organization }: { organization: Organization }) {
  const { whoAmI } = useSession();
  const queryClient = useQueryClient();
  const members = useMembers(organization.id);
  const mayChange = organization.role === 'owner' || organization.role === 'admin';
  const onSuccess = () => queryClient.invalidateQueries({ queryKey: membersKey(organization.id) });
  const change = useMutation({
    mutationFn: (input: { memberId: string; role: Role }) => updateMember(organization.id, input),
    onSuccess,
  });
  const remove = useMutation({ mutationFn: (id: string) => removeMember(organization.id, id), onSuccess });
  const fault = change.error ?? remove.error;

  return (
    <Section
      title="Members"
      words="Viewers look, members also make keys, admins also change settings and members, owners may do all."
    >
      <div className={classes.box}>
        {members.error && <ErrorState error={members.error} onRetry={() => void members.refetch()} />}
        {members.isPending && <RowsSkeleton rows={2} />}
        {members.data?.map((member) => (
          <MemberRow
            key={member.member}
            member={member}
            you={member.member === whoAmI.user?.id}
            mayChange={mayChange && member.member !== whoAmI.user?.id}
            roles={
              organization.role === 'owner'
                ? roleOptions
                : roleOptions.filter(({ value }) => value !== 'owner')
            }
            onRole={(role) => change.mutate({ memberId: member.member, role })}
            onRemove={() => remove.mutate(member.member)}
          />
        ))}
      </div>
      {fault && (
        <p role="alert" className={classes.fault}>
          {wordsOf(fault)}
        </p>
      )}
      {mayChange && <AddMember organizationId={organization.id} onAdded={onSuccess} />}
    </Section>
  );
}

type RowProps = {
  member: OrganizationMember;
  you: boolean;
  mayChange: boolean;
  roles: { value: Role; label: string }[];
  onRole: (role: Role) => void;
  onRemove: () => void;
};

function MemberRow({ member, you, mayChange, roles, onRole, onRemove }: RowProps) {
  const [sure, setSure] = useState(false);
  return (
    <div className={classes.member} data-testid="member-row">
      <span className={classes.avatar} aria-hidden="true">
        {initials(member.name || member.email)}
      </span>
      <div className={classes.person}>
        <span className="truncate">
          {member.name || member.email}
          {you && <span className={classes.you}> you</span>}
        </span>
        <span className={`${classes.mail} truncate`}>{member.email}</span>
      </div>
      {mayChange ? (
        <>
          <Select
            aria-label={`Role of ${member.email}`}
            w={110}
            allowDeselect={false}
            data={roles.some(({ value }) => value === member.org_role) ? roles : roleOptions}
            disabled={!roles.some(({ value }) => value === member.org_role)}
            value={member.org_role}
            onChange={(role) => role && onRole(role as Role)}
          />
          {sure ? (
            <Button color="red" size="compact-xs" onClick={onRemove} onBlur={() => setSure(false)} autoFocus>
              Remove?
            </Button>
          ) : (
            <Tooltip label="Remove from the organization">
              <ActionIcon onClick={() => setSure(true)} aria-label={`Remove ${member.email}`}>
                <IconTrash size={15} />
              </ActionIcon>
            </Tooltip>
          )}
        </>
      ) : (
        <span className={classes.role}>
          {roleOptions.find(({ value }) => value === member.org_role)?.label}
        </span>
      )}
    </div>
  );
}

function AddMember({ organizationId, onAdded }: { organizationId: string; onAdded: () => Promise<void> }) {
  const [email, setEmail] = useState('');
  const [role, setRole] = useState<Role>('member');
  const add = useMutation({
    mutationFn: () => addMember(organizationId, { email: email.trim(), role }),
    onSuccess: async () => {
      await onAdded();
      setEmail('');
    },
  });
  const password = add.data?.temporaryPassword;
  return (
    <>
      <form
        className={classes.add}
        onSubmit={(event) => {
          event.preventDefault();
          add.mutate();
        }}
      >
        <TextInput
          type="email"
          required
          aria-label="E-mail of the new member"
          placeholder="colleague@example.com"
          value={email}
          onChange={(event) => setEmail(event.currentTarget.value)}
          data-testid="member-email"
        />
        <Select
          aria-label="Role of the new member"
          w={110}
          allowDeselect={false}
          data={roleOptions.filter(({ value }) => value !== 'owner')}
          value={role}
          onChange={(value) => value && setRole(value as Role)}
        />
        <Button type="submit" variant="default" loading={add.isPending} data-testid="add-member">
          Add
        </Button>
      </form>
      {add.error && (
        <p role="alert" className={classes.fault}>
          {wordsOf(add.error)}
        </p>
      )}
      {password && (
        <div className={classes.password} role="status" data-testid="temporary-password">
          <span>
            A new account. Hand over this first password, shown once: <b className="mono">{password}</b>
          </span>
          <CopyButton value={password} label="Copy the password" />
        </div>
      )}
    </>
  );
}
