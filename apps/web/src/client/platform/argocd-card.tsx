import type { PlatformOverview } from '@heliostat/contracts';
import { Ago } from './ago';
import { Nothing, PartCard } from './part-card';
import type { Tone } from './platform-words';
import { StateBadge } from './state-badge';
import classes from './platform.module.css';

const syncTones: Record<string, Tone> = { Synced: 'good', OutOfSync: 'warn' };
const healthTones: Record<string, Tone> = {
  Healthy: 'good',
  Progressing: 'info',
  Suspended: 'info',
  Degraded: 'bad',
  Missing: 'bad',
};

export function ArgoCdCard({ argocd }: { argocd: PlatformOverview['argocd'] }) {
  return (
    <PartCard title="Argo CD" testId="platform-argocd" part={argocd}>
      {({ installed, reason, applications }) =>
        applications.length === 0 ? (
          <Nothing>
            {installed ? 'No Application deploys into this namespace.' : `Not installed. ${reason ?? ''}`}
          </Nothing>
        ) : (
          <ul className={classes.list}>
            {applications.map((application) => (
              <li key={`${application.namespace}/${application.name}`} className={classes.item}>
                <div>
                  <strong>{application.name}</strong>
                  <div className={classes.words}>
                    {application.targetRevision && <span>{application.targetRevision}</span>}
                    {application.revision && (
                      <span className="mono">{application.revision.slice(0, 12)}</span>
                    )}
                    {application.syncedAt && (
                      <span>
                        synced <Ago time={application.syncedAt} />
                      </span>
                    )}
                  </div>
                  {application.message && <div className={classes.warn}>{application.message}</div>}
                </div>
                <div className={classes.right}>
                  <StateBadge tone={syncTones[application.sync] ?? 'info'} words={application.sync} />
                  <StateBadge tone={healthTones[application.health] ?? 'info'} words={application.health} />
                </div>
              </li>
            ))}
          </ul>
        )
      }
    </PartCard>
  );
}
