import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import {
  type PlatformArgoCd,
  type PlatformAutoscaler,
  type PlatformBackup,
  type PlatformBackupJobs,
  type PlatformBackupRun,
  type PlatformComponent,
  type PlatformEvent,
  type PlatformPlace,
  type PlatformRestorePlan,
  processesFile,
  type ProcessesFile,
  processesFileSchema,
} from '@heliostat/contracts';
import { CodedError, type Config } from '@heliostat/platform';
import { type AppReport, askApp } from '../app-report.js';
import { type PlatformSource } from '../platform-source.js';
import { mapLauncherEvents, mapProcesses } from './map-processes.js';
import { memoryOf } from './process-memory.js';
import { launcherRestoreSteps } from './restore-steps.js';

export type LauncherConfig = Pick<
  Config,
  'HELIOSTAT_DATA_DIR' | 'HOST' | 'WEB_PORT' | 'JAWN_PORT' | 'PROXY_PORT' | 'WORKER_PORT'
>;

/** The processes of the launcher on this machine, as `processes.json` in the data directory tells them. */
export class LauncherPlatform implements PlatformSource {
  readonly kind = 'launcher';
  readonly place: PlatformPlace;
  private readonly directory: string;

  constructor(
    private readonly config: LauncherConfig,
    private readonly report: (url: string) => Promise<AppReport | undefined> = askApp,
    private readonly isAlive: (pid: number) => boolean = pidExists,
    private readonly memory: (pid: number) => Promise<number | null> = memoryOf,
  ) {
    this.directory = resolve(config.HELIOSTAT_DATA_DIR);
    this.place = { namespace: null, release: null, dataDirectory: this.directory };
  }

  async components(): Promise<PlatformComponent[]> {
    const file = await this.read();
    const facts = await Promise.all(
      file.processes.map(
        async (process) =>
          [
            process,
            {
              report: process.state === 'running' ? await this.ofApp(process.name) : undefined,
              memoryBytes: process.pid === null ? null : await this.memory(process.pid),
            },
          ] as const,
      ),
    );
    const byProcess = new Map(facts);
    return mapProcesses(file, (process) => byProcess.get(process) ?? { memoryBytes: null });
  }

  async events(): Promise<PlatformEvent[]> {
    return mapLauncherEvents(await this.read());
  }

  async autoscalers(): Promise<PlatformAutoscaler[]> {
    return [];
  }

  async backupJobs(): Promise<PlatformBackupJobs> {
    return {
      schedules: [],
      runs: [],
      byHand:
        `Stop Heliostat (Ctrl-C where it was started) and copy the folder ${this.directory}: it holds everything, ` +
        'the secrets included. While it serves, npx heliostat backup run makes a backup, too; it needs pg_dump.',
    };
  }

  async runBackup(): Promise<PlatformBackupRun> {
    throw new CodedError(
      'platform/no-backup-job',
      `On one machine a backup is a copy: stop Heliostat and copy the folder ${this.directory}`,
      400,
    );
  }

  async restoreSteps(backup: PlatformBackup): Promise<PlatformRestorePlan['steps']> {
    return launcherRestoreSteps(backup, this.directory);
  }

  async argocd(): Promise<PlatformArgoCd> {
    return { installed: false, reason: 'Heliostat runs on one machine, in no cluster.', applications: [] };
  }

  private async read(): Promise<ProcessesFile> {
    const path = join(this.directory, processesFile);
    const text = await readFile(path, 'utf8').catch(() => undefined);
    if (text === undefined)
      throw new CodedError(
        'platform/no-launcher',
        `Nothing says what runs here: there is no ${path}. The launcher writes it (npm start); in a cluster the chart sets HELIOSTAT_NAMESPACE.`,
        503,
      );
    const parsed = processesFileSchema.safeParse(json(text));
    if (!parsed.success)
      throw new CodedError(
        'platform/launcher-file',
        `${path} cannot be read: it is damaged, or of another version.`,
        500,
      );
    if (!this.isAlive(parsed.data.launcher.pid))
      throw new CodedError(
        'platform/launcher-gone',
        `The launcher (process ${parsed.data.launcher.pid}) that wrote ${path} has ended: what runs is not known.`,
        503,
      );
    return parsed.data;
  }

  private ofApp(name: string): Promise<AppReport | undefined> {
    const { HOST, WEB_PORT, JAWN_PORT, PROXY_PORT, WORKER_PORT } = this.config;
    const ports: Record<string, number> = {
      web: WEB_PORT,
      jawn: JAWN_PORT,
      proxy: PROXY_PORT,
      worker: WORKER_PORT,
    };
    const port = ports[name];
    if (!port) return Promise.resolve(undefined);
    const host = HOST === '0.0.0.0' ? '127.0.0.1' : HOST === '::' ? '[::1]' : HOST;
    return this.report(`http://${host.includes(':') && !host.startsWith('[') ? `[${host}]` : host}:${port}`);
  }
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function pidExists(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
