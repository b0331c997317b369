import { useState } from 'react';
import { Tooltip } from '@mantine/core';
import { IconLock } from '@tabler/icons-react';
import { useSession } from '../api/session.queries';
import { EmptyState } from '../shared/empty-state';
import { ErrorState } from '../shared/error-state';
import { LiveButton } from '../shared/live-button';
import { PageHeader } from '../shared/page-header';
import page from '../shared/page.module.css';
import { RowsSkeleton } from '../shared/skeletons';
import { StaleNotice } from '../shared/stale-notice';
import { ArgoCdCard } from './argocd-card';
import { AutoscalersCard } from './autoscalers-card';
import { BackupsCard } from './backups-card';
import { ComponentsCard } from './components-card';
import { EventsCard } from './events-card';
import { placeWords } from './platform-words';
import { usePlatform } from './platform.api';
import { QueuesCard } from './queues-card';
import { SchemasCard } from './schemas-card';
import { StatusBanner } from './status-banner';
import classes from './platform.module.css';

/** What the installation runs on, for those who operate it. */
export function PlatformPage() {
  const allowed = useSession().whoAmI.operatesInstallation;
  const [live, setLive] = useState(true);
  const { data, error, isPending, refetch } = usePlatform(live, allowed);
  if (!allowed) return <NotForYou />;
  const inCluster = data?.source === 'kubernetes';
  return (
    <>
      <PageHeader title="Platform" hint={data && placeWords(data)}>
        <Tooltip label={live ? 'Refreshes every 5 seconds' : 'Standing still'}>
          <LiveButton on={live} onChange={setLive} />
        </Tooltip>
      </PageHeader>
      <div className={page.body} data-testid="platform">
        {error && !data && (
          <ErrorState title="The platform did not load" error={error} onRetry={() => void refetch()} />
        )}
        {isPending && (
          <div className={page.card} role="status" aria-label="Loading the platform">
            <RowsSkeleton rows={8} />
          </div>
        )}
        {data && (
          <div className={classes.stack}>
            {error && <StaleNotice error={error} onRetry={() => void refetch()} />}
            <StatusBanner overview={data} />
            <ComponentsCard overview={data} />
            {data.place.dataDirectory && (
              <p className={classes.place} data-testid="platform-data-directory">
                All data is in <code className="mono">{data.place.dataDirectory}</code>.
              </p>
            )}
            <div className={classes.columns}>
              <QueuesCard queues={data.queues} />
              <SchemasCard migrations={data.migrations} />
              {inCluster && <AutoscalersCard autoscalers={data.autoscalers} />}
              {inCluster && <ArgoCdCard argocd={data.argocd} />}
            </div>
            <BackupsCard backups={data.backups} />
            <EventsCard overview={data} />
          </div>
        )}
      </div>
    </>
  );
}

function NotForYou() {
  return (
    <>
      <PageHeader title="Platform" />
      <div className={page.body}>
        <div className={page.card}>
          <EmptyState
            testId="platform-not-allowed"
            icon={<IconLock size={22} stroke={1.5} />}
            title="This page is for whoever runs the installation"
          >
            Its owner and the owners and administrators of their first organization may see what Heliostat
            runs on. Your organization is not concerned.
          </EmptyState>
        </div>
      </div>
    </>
  );
}
