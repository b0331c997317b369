import { Menu, UnstyledButton } from '@mantine/core';
import { IconLogout, IconRocket, IconSettings } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useSession } from '../api/session.queries';
import { signOut } from '../auth/sign-out';
import { initials } from './organization-switcher';
import classes from './menus.module.css';

export function UserMenu() {
  const { whoAmI } = useSession();
  const name = whoAmI.user?.name || whoAmI.user?.email || '';
  return (
    <Menu position="top-start" width={220}>
      <Menu.Target>
        <UnstyledButton className={classes.user} data-testid="user-menu" aria-label={`Account of ${name}`}>
          <span className={classes.avatar}>{initials(name)}</span>
          <span className="truncate">{name}</span>
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label className="truncate">{whoAmI.user?.email}</Menu.Label>
        <Menu.Item leftSection={<IconSettings size={14} />} component={Link} to="/settings">
          Settings
        </Menu.Item>
        <Menu.Item leftSection={<IconRocket size={14} />} component={Link} to="/onboarding">
          Send a first request
        </Menu.Item>
        <Menu.Divider />
        <Menu.Item
          leftSection={<IconLogout size={14} />}
          onClick={() => void signOut()}
          data-testid="sign-out"
        >
          Sign out
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
