import { SegmentedControl, useMantineColorScheme, type MantineColorScheme } from '@mantine/core';
import { useSession, useSetup } from '../api/session.queries';
import { PageHeader } from '../shared/page-header';
import page from '../shared/page.module.css';
import { MembersSection } from './members-section';
import { OrganizationSection } from './organization-section';
import { ProfileSection } from './profile-section';
import { Section } from './section';
import { SettingsTabs } from './settings-tabs';
import classes from './settings.module.css';

export function SettingsPage() {
  const { organization } = useSession();
  const { data: setup } = useSetup();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  return (
    <>
      <PageHeader title="Settings" />
      <SettingsTabs />
      <div className={`${page.body} ${classes.page}`} data-testid="settings">
        {organization && (
          <>
            <OrganizationSection key={organization.id} organization={organization} />
            <MembersSection organization={organization} />
          </>
        )}
        <ProfileSection />
        <Section title="Appearance" words="For this browser only.">
          <SegmentedControl
            aria-label="Colour scheme"
            value={colorScheme}
            onChange={(value) => setColorScheme(value as MantineColorScheme)}
            data={[
              { value: 'auto', label: 'System' },
              { value: 'light', label: 'Light' },
              { value: 'dark', label: 'Dark' },
            ]}
          />
        </Section>
        {setup && (
          <p className={classes.version}>
            Heliostat {setup.version} · proxy <span className="mono">{setup.proxyUrl}</span> · API{' '}
            <span className="mono">{setup.apiUrl}</span>
          </p>
        )}
      </div>
    </>
  );
}
