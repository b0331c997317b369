import { ActionIcon, AppShell, Burger, Kbd, Tooltip, UnstyledButton } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { Link, Outlet, useNavigate, useRouterState } from '@tanstack/react-router';
import { IconKeyboard } from '@tabler/icons-react';
import { useEffect } from 'react';
import { useSession } from '../api/session.queries';
import { Logo } from '../theme/logo';
import { useShortcuts } from '../shared/use-shortcuts';
import { ColorSchemeToggle } from './color-scheme-toggle';
import { navigationFor } from './navigation';
import { OrganizationSwitcher } from './organization-switcher';
import { ShortcutsHelp } from './shortcuts-help';
import { UserMenu } from './user-menu';
import classes from './app-layout.module.css';

/** Sidebar, page and the shortcuts that work everywhere. */
export function AppLayout() {
  const [menuOpen, menu] = useDisclosure(false);
  const [helpOpen, help] = useDisclosure(false);
  const navigate = useNavigate();
  const { whoAmI } = useSession();
  const navigation = navigationFor(whoAmI);
  const path = useRouterState({ select: (state) => state.location.pathname });

  useEffect(() => menu.close(), [path]);

  useShortcuts({
    '?': help.open,
    ...Object.fromEntries(navigation.map(({ keys, to }) => [keys, () => void navigate({ to })])),
  });

  return (
    <AppShell
      navbar={{ width: 216, breakpoint: 'sm', collapsed: { mobile: !menuOpen } }}
      header={{ height: { base: 48, sm: 0 } }}
      classNames={{ navbar: classes.navbar, header: classes.header, main: classes.main }}
      transitionDuration={160}
    >
      <a href="#page" className={classes.skip}>
        Skip to the page
      </a>
      <AppShell.Header hiddenFrom="sm">
        <Link to="/dashboard" className={classes.brand}>
          <Logo size={20} />
        </Link>
        <Burger opened={menuOpen} onClick={menu.toggle} size="sm" aria-label="Menu" />
      </AppShell.Header>

      <AppShell.Navbar aria-label="Main">
        <Link to="/dashboard" className={classes.brand} data-desktop aria-label="Heliostat, dashboard">
          <Logo size={20} />
        </Link>
        <OrganizationSwitcher />
        <nav className={classes.nav}>
          {navigation.map(({ to, label, icon: Icon, keys }) => (
            <Tooltip key={to} label={<Kbd size="xs">{keys}</Kbd>} position="right" openDelay={900}>
              <Link
                to={to}
                className={classes.link}
                activeProps={{ 'data-active': true, 'aria-current': 'page' }}
                data-testid={`nav-${to.slice(1)}`}
              >
                <Icon size={16} stroke={1.7} />
                {label}
              </Link>
            </Tooltip>
          ))}
        </nav>
        <div className={classes.foot}>
          <UserMenu />
          <div className={classes.tools}>
            <ColorSchemeToggle />
            <Tooltip label="Shortcuts (?)">
              <ActionIcon onClick={help.open} aria-label="Keyboard shortcuts">
                <IconKeyboard size={16} stroke={1.7} />
              </ActionIcon>
            </Tooltip>
          </div>
        </div>
      </AppShell.Navbar>

      <AppShell.Main id="page" tabIndex={-1}>
        <Outlet />
      </AppShell.Main>
      {menuOpen && (
        <UnstyledButton
          className={classes.backdrop}
          onClick={menu.close}
          aria-label="Close the menu"
          hiddenFrom="sm"
        />
      )}
      <ShortcutsHelp pages={navigation} opened={helpOpen} onClose={help.close} />
    </AppShell>
  );
}
