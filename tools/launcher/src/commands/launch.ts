import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { CodedError, errorMessage, loadConfig, version, type Config } from '@heliostat/platform';
import { openDataDirectory, type DataDirectory } from '../data-directory/data-directory.js';
import { migrateStores } from '../migrate/migrate-stores.js';
import { assertPortsFree } from '../ports/ports.js';
import type { Progress } from '../progress/progress.js';
import { ProcessFile } from '../runtime/process-file.js';
import { removeRuntime, writeRuntime } from '../runtime/runtime-file.js';
import { loadSecrets } from '../secrets/secrets.js';
import { planEmbeddedStores, type EmbeddedStores } from '../stores/embedded-stores.js';
import { appMain, appProcess, workspaceRoot } from '../supervise/app-process.js';
import { Supervised } from '../supervise/supervised.js';

/** In the order of their stopping: the proxy drains into the stores, so that the worker still gets what it sealed. */
export const appNames = ['proxy', 'web', 'jawn', 'worker'] as const;
export type AppName = (typeof appNames)[number];

export type LaunchOptions = {
  env: NodeJS.ProcessEnv;
  progress: Progress;
  /** Which apps to start; all unless told. */
  apps?: readonly AppName[];
  /** Starts an app in another way, as the dev server does for web. */
  replaceApp?: (name: AppName, environment: NodeJS.ProcessEnv) => Supervised | undefined;
  /** Shows lines of the apps from this level on; 40 is warn. */
  showFrom?: number;
};

/** A started Heliostat: the stores that it runs and the apps. */
export class Launch {
  private readonly stores: EmbeddedStores['servers'] = [];
  readonly apps = new Map<AppName, Supervised>();
  private starting: Promise<void> = Promise.resolve();
  private stopping?: Promise<void>;
  /** The settings as the apps see them. */
  config: Config;
  private directory?: DataDirectory;
  private processes?: ProcessFile;

  constructor(private readonly options: LaunchOptions) {
    this.config = loadConfig(options.env);
  }

  /**
   * Starts the stores, migrates, starts the apps. Throws one coded error in words for the person at the terminal;
   * call `stop` then, too.
   */
  start(): Promise<void> {
    this.starting = this.startAll();
    return this.starting;
  }

  private async startAll(): Promise<void> {
    const { progress } = this.options;
    const apps = this.options.apps ?? appNames;
    if (apps.length > 0) await this.assertPorts();
    const directory = await openDataDirectory(this.config.HELIOSTAT_DATA_DIR);
    this.directory = directory;
    this.processes = new ProcessFile(directory.path, (error) =>
      progress.warn(`what runs cannot be written down: ${errorMessage(error)}`),
    );
    this.assertGoing();
    const environment = await this.startStores(directory);
    this.assertGoing();
    const ran = await migrateStores(this.config);
    if (ran.length > 0) progress.note(`schema: ${ran.length} migration${ran.length === 1 ? '' : 's'} ran`);
    this.assertGoing();
    await Promise.all(apps.map((name) => this.startApp(name, directory, environment)));
  }

  /** Apps first, so that they drain into the stores; then the stores. */
  stop(): Promise<void> {
    this.stopping ??= this.stopAll();
    return this.stopping;
  }

  /** Ends everything at once; what the apps had accepted is in the spool. */
  kill(): void {
    for (const app of this.apps.values()) app.kill();
    for (const { server } of this.stores) server.kill();
    this.directory?.release();
  }

  private async assertPorts(): Promise<void> {
    const { config } = this;
    const settings = ['WEB_PORT', 'JAWN_PORT', 'PROXY_PORT', 'WORKER_PORT'] as const;
    await assertPortsFree(
      config.HOST,
      settings.map((setting) => ({ setting, port: config[setting] })),
    );
  }

  private async startStores(directory: DataDirectory): Promise<NodeJS.ProcessEnv> {
    const { env, progress } = this.options;
    const secrets = await loadSecrets(directory.path);
    const plan = await planEmbeddedStores(this.config, directory, secrets, progress);
    this.stores.push(...plan.servers);
    for (const { label, server } of plan.servers)
      this.processes?.follow('store', server, label.slice(server.name.length).trim() || null);
    await Promise.all(this.stores.map(({ label, server }) => progress.step(label, () => server.start())));
    const environment = {
      ALLOW_PRIVATE_TARGETS: 'true',
      ENCRYPTION_KEY: secrets.ENCRYPTION_KEY,
      ENCRYPTION_KEY_PREVIOUS: secrets.ENCRYPTION_KEY_PREVIOUS,
      BETTER_AUTH_SECRET: secrets.BETTER_AUTH_SECRET,
      ...withoutEmpty(env),
      ...plan.environment,
      HELIOSTAT_DATA_DIR: directory.path,
    };
    this.config = loadConfig(environment);
    const addresses = (this.options.apps ?? appNames).length > 0 ? addressesOf(this.config) : {};
    await writeRuntime(directory.path, { ...plan.environment, ...addresses });
    return environment;
  }

  private async startApp(name: AppName, directory: DataDirectory, env: NodeJS.ProcessEnv): Promise<void> {
    const { progress, replaceApp, showFrom } = this.options;
    const root = workspaceRoot();
    const main = appMain(root, name);
    const replaced = replaceApp?.(name, env);
    if (!replaced && !existsSync(main)) {
      progress.warn(`${name} is not built (${main}): npm run build`);
      return;
    }
    const app =
      replaced ??
      new Supervised(
        name,
        appProcess({
          name,
          main,
          cwd: root,
          env,
          logFile: join(directory.logs, `${name}.log`),
          showFrom,
          show: (text, isError) => progress.child(name, text, isError),
        }),
        (message) => progress.warn(message),
      );
    this.apps.set(name, app);
    this.processes?.follow('app', app, version);
    await progress.step(name, () => app.start());
  }

  private async stopAll(): Promise<void> {
    for (const group of [
      ['proxy', 'web'],
      ['jawn', 'worker'],
    ] as const)
      await Promise.all(group.map((name) => this.apps.get(name)?.stop()));
    await Promise.all(this.stores.map(({ server }) => server.stop()));
    await this.starting.catch(() => {});
    if (!this.directory) return;
    await removeRuntime(this.directory.path);
    await this.processes?.close();
    this.directory.release();
  }

  /** A stop during the start must not be followed by another process. */
  private assertGoing(): void {
    if (this.stopping) throw new CodedError('launcher/stopping', 'Heliostat is being stopped.');
  }
}

/** Where the apps listen, for shells that lack the settings of this one. */
const addressesOf = ({ HOST, WEB_PORT, JAWN_PORT, PROXY_PORT, WORKER_PORT }: Config) => ({
  HOST,
  WEB_PORT: String(WEB_PORT),
  JAWN_PORT: String(JAWN_PORT),
  PROXY_PORT: String(PROXY_PORT),
  WORKER_PORT: String(WORKER_PORT),
});

const withoutEmpty = (env: NodeJS.ProcessEnv): NodeJS.ProcessEnv =>
  Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''));
