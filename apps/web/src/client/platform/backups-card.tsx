import { useState } from 'react';
import { Button } from '@mantine/core';
import { IconDatabaseExport } from '@tabler/icons-react';
import type { PlatformBackupRun, PlatformBackups } from '@heliostat/contracts';
import { formatBytes, formatDuration } from '../shared/format';
import { Ago } from './ago';
import { Nothing, PartFault } from './part-card';
import { RestorePlanModal } from './restore-plan-modal';
import { RunBackupModal } from './run-backup-modal';
import { StateBadge } from './state-badge';
import classes from './platform.module.css';

const shown = 8;

/** Schedules, what runs now, and the backups that are there. */
export function BackupsCard({ backups }: { backups: PlatformBackups }) {
  const [asking, setAsking] = useState(false);
  const [planned, setPlanned] = useState<string>();
  const jobs = backups.jobs.data;
  const running = jobs?.runs.find(({ state }) => state === 'running');
  return (
    <section className={classes.card} aria-label="Backups" data-testid="platform-backups">
      <div className={classes.cardTop}>
        <h2 className={classes.cardTitle}>Backups</h2>
        {backups.where && <span className={classes.hint}>{backups.where}</span>}
        {jobs && jobs.byHand === null && (
          <div className={classes.controls}>
            <Button
              leftSection={<IconDatabaseExport size={14} />}
              onClick={() => setAsking(true)}
              disabled={running !== undefined}
              loading={running !== undefined}
              data-testid="run-backup"
            >
              Run backup now
            </Button>
          </div>
        )}
      </div>
      {backups.jobs.error !== null && <PartFault error={backups.jobs.error} />}
      {jobs?.byHand && <p className={classes.byHand}>{jobs.byHand}</p>}
      {running && <RunningBackup run={running} />}
      {jobs && <Schedules jobs={jobs} />}
      {backups.backups.error !== null && <PartFault error={backups.backups.error} />}
      {backups.backups.data?.length === 0 && <Nothing>There is no backup there yet.</Nothing>}
      {backups.backups.data && backups.backups.data.length > 0 && (
        <div className={classes.scroll} tabIndex={0} role="region" aria-label="Backups, table">
          <table className={classes.table}>
            <thead>
              <tr>
                <th scope="col">Backup</th>
                <th scope="col">Finished</th>
                <th scope="col">Stores</th>
                <th scope="col" data-number>
                  Took
                </th>
                <th scope="col" data-number>
                  Added
                </th>
                <th scope="col">Version</th>
                <th scope="col">
                  <span className={classes.unseen}>Restore</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {backups.backups.data.slice(0, shown).map((backup) => (
                <tr key={backup.id} data-testid="platform-backup">
                  <th scope="row" className="mono">
                    {backup.id}
                  </th>
                  <td>
                    <Ago time={backup.finishedAt} />
                  </td>
                  <td>{backup.stores.join(', ')}</td>
                  <td data-number className="num">
                    {formatDuration(backup.seconds * 1_000)}
                  </td>
                  <td data-number className="num">
                    {formatBytes(backup.bytes)}
                  </td>
                  <td className="mono">{backup.version}</td>
                  <td data-number>
                    <Button
                      variant="subtle"
                      color="gray"
                      size="compact-xs"
                      onClick={() => setPlanned(backup.id)}
                      aria-label={`How to restore ${backup.id}`}
                      data-testid="restore-plan"
                    >
                      How to restore
                    </Button>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
          {backups.backups.data.length > shown && (
            <Nothing>
              And {backups.backups.data.length - shown} older ones: <code>heliostat backup list</code>
            </Nothing>
          )}
        </div>
      )}
      <RunBackupModal opened={asking} onClose={() => setAsking(false)} schedules={jobs?.schedules ?? []} />
      <RestorePlanModal backupId={planned} onClose={() => setPlanned(undefined)} />
    </section>
  );
}

function RunningBackup({ run }: { run: PlatformBackupRun }) {
  return (
    <p className={classes.running} role="status" data-testid="backup-running">
      <StateBadge tone="info" words="Running" />
      <span>
        {run.name}, begun <Ago time={run.startedAt} none="just now" />
        {run.message && <span className={classes.bad}> {run.message}</span>}
      </span>
    </p>
  );
}

function Schedules({ jobs }: { jobs: NonNullable<PlatformBackups['jobs']['data']> }) {
  if (jobs.schedules.length === 0) return null;
  return (
    <ul className={classes.list}>
      {jobs.schedules.map((schedule) => {
        const last = jobs.runs.find(
          ({ schedule: name, state }) => name === schedule.name && state !== 'running',
        );
        return (
          <li key={schedule.cronJob} className={classes.item} data-testid="backup-schedule">
            <div>
              <strong>{schedule.name}</strong>{' '}
              <span className="mono">
                {schedule.schedule} {schedule.timeZone ?? ''}
              </span>
              {last?.state === 'failed' && (
                <div className={classes.bad}>
                  {last.name} failed{last.message && `: ${last.message}`}
                </div>
              )}
            </div>
            <div className={classes.right}>
              {schedule.suspended ? (
                <StateBadge tone="none" words="Suspended" />
              ) : last ? (
                <StateBadge
                  tone={last.state === 'failed' ? 'bad' : 'good'}
                  words={last.state === 'failed' ? 'Failed' : 'Succeeded'}
                />
              ) : null}
              <span className={classes.words}>
                last success <Ago time={schedule.lastSuccessfulAt} none="never" />
              </span>
            </div>
          </li>
        );
      })}
    </ul>
  );
}
