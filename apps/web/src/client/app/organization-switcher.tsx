import { useState } from 'react';
import { Menu, UnstyledButton } from '@mantine/core';
import { IconCheck, IconPlus, IconSelector } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { activeOrganization } from '../api/active-organization';
import { useSession } from '../api/session.queries';
import { CreateOrganizationModal } from '../settings/create-organization-modal';
import classes from './menus.module.css';

/** Two letters that stand for an organisation or a person. */
export const initials = (name: string): string =>
  name
    .split(/[\s@._-]+/)
    .filter(Boolean)
    .slice(0, 2)
    .map((word) => word[0]!.toUpperCase())
    .join('') || '?';

export function OrganizationSwitcher() {
  const { whoAmI, organization } = useSession();
  const [creating, setCreating] = useState(false);
  const queryClient = useQueryClient();
  const navigate = useNavigate();

  /** Nothing of one organisation may show in another, so every cached reply goes. */
  const choose = async (id: string) => {
    activeOrganization.set(id);
    await navigate({ to: '/dashboard', search: {} });
    await queryClient.resetQueries();
  };

  return (
    <>
      <Menu position="bottom-start" width={264}>
        <Menu.Target>
          <UnstyledButton className={classes.organization} data-testid="organization-switcher">
            <span className={classes.tile} aria-hidden="true">
              {initials(organization?.name ?? '')}
            </span>
            <span className="truncate">{organization?.name ?? 'No organization'}</span>
            <IconSelector size={14} className={classes.chevron} />
          </UnstyledButton>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Label>Organizations</Menu.Label>
          {whoAmI.organizations.map(({ id, name, role }) => (
            <Menu.Item
              key={id}
              onClick={() => void choose(id)}
              leftSection={<span className={classes.tile}>{initials(name)}</span>}
              rightSection={
                id === organization?.id ? (
                  <IconCheck size={14} />
                ) : (
                  <span className={classes.role}>{role}</span>
                )
              }
            >
              {name}
            </Menu.Item>
          ))}
          <Menu.Divider />
          <Menu.Item leftSection={<IconPlus size={14} />} onClick={() => setCreating(true)}>
            New organization
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <CreateOrganizationModal
        opened={creating}
        onClose={() => setCreating(false)}
        onCreated={(id) => void choose(id)}
      />
    </>
  );
}
