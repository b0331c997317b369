import { useState } from 'react';
import { Button, Skeleton, Tabs } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { IconArrowRight, IconEyeOff } from '@tabler/icons-react';
import { useSession, useSetup } from '../api/session.queries';
import { ColorSchemeToggle } from '../app/color-scheme-toggle';
import { CodeBlock } from '../shared/code-block';
import { CopyButton } from '../shared/copy-button';
import { ErrorState, wordsOf } from '../shared/error-state';
import { Logo } from '../theme/logo';
import { FirstRequest } from './first-request';
import { snippetsFor } from './snippets';
import { useFirstKey } from './use-first-key';
import { useFirstRequest } from './use-first-request';
import classes from './onboarding.module.css';

const keyPlaceholder = '$HELIOSTAT_API_KEY';

/** From nothing to the first logged call: a key, a snippet with it filled in, and the call itself once it is there. */
export function OnboardingPage() {
  const { whoAmI } = useSession();
  const setup = useSetup();
  const key = useFirstKey();
  const first = useFirstRequest();
  const arrived = first.isNew && !first.failed;
  const [language, setLanguage] = useState<string | null>('unified-curl');
  const name = whoAmI.user?.name.split(' ')[0];

  return (
    <div className={classes.page} data-testid="onboarding">
      <header className={classes.top}>
        <Logo size={22} />
        <div className={classes.topRight}>
          <ColorSchemeToggle />
          <Button
            component={Link}
            to="/dashboard"
            variant="subtle"
            color="gray"
            rightSection={<IconArrowRight size={14} />}
          >
            Go to the dashboard
          </Button>
        </div>
      </header>
      <main className={classes.main}>
        <h1 className={classes.title}>{name ? `Welcome, ${name}.` : 'Welcome.'} Send your first request.</h1>
        <p className={classes.lead}>
          One key and one address for every provider, or a program that you have with another base URL and one
          more header: its next call shows up here.
        </p>

        <ol className={classes.steps}>
          <li className={classes.step}>
            <h2>Your API key</h2>
            <KeyStep state={key} />
          </li>
          <li className={classes.step}>
            <h2>Make a call through the proxy</h2>
            {setup.error && <ErrorState error={setup.error} onRetry={() => void setup.refetch()} />}
            {!setup.data && !setup.error && <Skeleton height={220} radius="md" />}
            {setup.data && (
              <Tabs
                value={language}
                onChange={setLanguage}
                classNames={{ list: classes.tabs }}
                keepMounted={false}
              >
                <Tabs.List>
                  {snippetsFor({ proxyUrl: '', apiKey: '' }).map(({ id, label }) => (
                    <Tabs.Tab key={id} value={id}>
                      {label}
                    </Tabs.Tab>
                  ))}
                </Tabs.List>
                {snippetsFor({ proxyUrl: setup.data.proxyUrl, apiKey: key.apiKey ?? keyPlaceholder }).map(
                  ({ id, label, note, code }) => (
                    <Tabs.Panel key={id} value={id} pt={12}>
                      <CodeBlock code={code} label={`${label} snippet`} />
                      <p className={classes.note}>{note}</p>
                    </Tabs.Panel>
                  ),
                )}
              </Tabs>
            )}
          </li>
          <li className={classes.step} data-done={arrived || undefined}>
            <h2>{arrived ? 'There it is' : 'Watch it arrive'}</h2>
            <FirstRequest {...first} />
          </li>
        </ol>
      </main>
    </div>
  );
}

function KeyStep({ state }: { state: ReturnType<typeof useFirstKey> }) {
  if (state.apiKey)
    return (
      <>
        <div className={classes.key}>
          <code className="mono" data-testid="first-api-key">
            {state.apiKey}
          </code>
          <CopyButton value={state.apiKey} text="Copy" testId="copy-api-key" />
        </div>
        <p className={classes.note}>
          <IconEyeOff size={13} /> Shown this once. Only its hash is stored, so keep it somewhere safe.
        </p>
      </>
    );
  if (state.isPending) return <Skeleton height={42} radius="md" />;
  if (!state.allowed)
    return (
      <p className={classes.note}>
        Your role may look but not make keys. Ask an admin of the organization for one.
      </p>
    );
  return (
    <>
      {state.error && (
        <p className={classes.note} role="alert">
          {wordsOf(state.error)}
        </p>
      )}
      <div className={classes.key}>
        <span className={classes.existing}>
          {state.existing.length > 0 ? (
            <>
              You have {state.existing.length === 1 ? 'a key' : `${state.existing.length} keys`} already (
              <span className="mono">{state.existing[0]!.preview}</span>). The key itself is not stored.
            </>
          ) : (
            'There is no key yet.'
          )}
        </span>
        <Button variant="default" onClick={state.createAnother} data-testid="create-another-key">
          {state.existing.length > 0 ? 'Make another key' : 'Make a key'}
        </Button>
      </div>
    </>
  );
}
