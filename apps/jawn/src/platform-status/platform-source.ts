import {
  type PlatformArgoCd,
  type PlatformAutoscaler,
  type PlatformBackup,
  type PlatformBackupJobs,
  type PlatformBackupRun,
  type PlatformComponent,
  type PlatformEvent,
  type PlatformOverview,
  type PlatformPlace,
  type PlatformRestorePlan,
} from '@heliostat/contracts';

/**
 * What this installation runs on: a Kubernetes namespace, or the launcher's processes on one machine. Every call is
 * bounded in time and fails with a `platform/…` error in words for the page.
 */
export type PlatformSource = {
  kind: PlatformOverview['source'];
  place: PlatformPlace;
  components(): Promise<PlatformComponent[]>;
  /** Warnings, newest first. */
  events(): Promise<PlatformEvent[]>;
  autoscalers(): Promise<PlatformAutoscaler[]>;
  backupJobs(): Promise<PlatformBackupJobs>;
  /**
   * Starts the Job of a schedule now. Throws `platform/backup-running` (409), `platform/no-schedule` (404, 400 when
   * one has to be named) or `platform/no-backup-job` (400) where only a person can make one.
   */
  runBackup(schedule: string | undefined): Promise<PlatformBackupRun>;
  /** How that backup is restored here. */
  restoreSteps(backup: PlatformBackup): Promise<PlatformRestorePlan['steps']>;
  argocd(): Promise<PlatformArgoCd>;
};

/** The `PlatformSource` of this installation. */
export const PLATFORM_SOURCE = Symbol('platform source');

/** No answer is waited for longer than this: the page shows the part's error instead. */
export const sourceLimitMs = 3_000;
