import { Link } from '@tanstack/react-router';
import classes from './settings-tabs.module.css';

const tabs = [
  { to: '/settings', label: 'General' },
  { to: '/settings/providers', label: 'Providers' },
  { to: '/settings/rate-limits', label: 'Rate limits' },
] as const;

/** The pages of the settings, each with an address of its own. */
export function SettingsTabs() {
  return (
    <nav className={classes.tabs} aria-label="Settings">
      {tabs.map(({ to, label }) => (
        <Link
          key={to}
          to={to}
          className={classes.tab}
          activeOptions={{ exact: true }}
          activeProps={{ 'data-active': true, 'aria-current': 'page' }}
          data-testid={`settings-tab-${to.split('/')[2] ?? 'general'}`}
        >
          {label}
        </Link>
      ))}
    </nav>
  );
}
