import { version } from '@heliostat/platform';
import { Command } from 'commander';
import { backupList, backupRun, type BackupRunOptions } from './commands/backup.command.js';
import { guard } from './commands/guard.command.js';
import { appNames } from './commands/launch.js';
import { migrate, type MigrateOptions } from './commands/migrate.command.js';
import { reprocess, type ReprocessOptions } from './commands/reprocess.command.js';
import { resealSecrets, type ResealOptions } from './commands/reseal.command.js';
import { restore, type RestoreCommandOptions } from './commands/restore.command.js';
import { ensureSecrets } from './commands/secrets.command.js';
import { smoke } from './commands/smoke.command.js';
import { start } from './commands/start.command.js';
import { status } from './commands/status.command.js';
import { Progress } from './progress/progress.js';

/** Runs the command line and resolves with the exit code. */
export async function runCli(argv: string[], env: NodeJS.ProcessEnv): Promise<number> {
  const progress = new Progress(process.stdout, process.stdout.isTTY === true && !env.NO_COLOR);
  let code = 0;
  const program = new Command('heliostat')
    .description('Self-hosted LLM gateway and observability platform')
    .version(version);
  program
    .command('start', { isDefault: true })
    .description('start the stores and all apps, and print the URLs')
    .option('--dev', 'build and restart what changes; serve the dashboard by Vite')
    .option('--verbose', 'show all lines of the apps, not only warnings and errors')
    .option('--only-stores', 'start no app: they are run in another way')
    .action(async (options: { dev?: boolean; verbose?: boolean; onlyStores?: boolean }) => {
      const showFrom = options.verbose ? 10 : undefined;
      const apps = options.onlyStores ? [] : appNames;
      // Loaded only here: it needs the build's own tools, which an installation lacks.
      const run = options.dev ? (await import('./commands/dev.command.js')).dev : start;
      code = await run({ env, progress, showFrom, apps });
    });
  program
    .command('migrate')
    .description("check the stores' versions and bring their schemas up to date")
    .option('--wait <seconds>', 'wait this long for stores that are away')
    .action(async (options: MigrateOptions) => {
      code = await migrate(options, env, progress);
    });
  program
    .command('reprocess')
    .description(
      'compute usage and cost of a window again from the raw segments, after a price or parser fix',
    )
    .requiredOption('--from <time>', 'first day or time (UTC), such as 2026-01-31 or 2026-01-31T12:00')
    .option('--to <time>', 'last day, or the time before which to stop; now unless told')
    .option('--org <uuid>', 'one organisation only')
    .option('--no-wait', 'queue and return')
    .action(async (options: ReprocessOptions) => {
      code = await reprocess(options, env, progress);
    });
  program
    .command('status')
    .description('what runs, and whether it can serve')
    .action(async () => {
      code = await status(env, progress);
    });
  program
    .command('smoke')
    .description('send one call through the proxy to a provider of its own, and find it again by the API')
    .action(async () => {
      code = await smoke(env, progress);
    });
  const backup = program.command('backup').description('back up the stores, and list backups');
  backup
    .command('run')
    .description('make a backup of the stores')
    .option('--stores <names>', 'some of postgres,clickhouse,objects; all unless told')
    .option('--keep <n>', 'then remove older backups of the same stores, but for the newest n (BACKUP_KEEP)')
    .action(async (options: BackupRunOptions) => {
      code = await backupRun(options, env, progress);
    });
  backup
    .command('list')
    .description('what backups there are, newest first')
    .option('--json', 'as JSON')
    .action(async (options: { json?: boolean }) => {
      code = await backupList(options, env, progress);
    });
  program
    .command('restore')
    .description('bring a backup back into the stores')
    .requiredOption('--backup <id|latest>', 'which backup')
    .option('--stores <names>', 'some of postgres,clickhouse,objects; all that the backup has unless told')
    .option('--force', 'replace what is in stores that are not empty')
    .option('--plan', 'say what would be done, and change nothing')
    .action(async (options: RestoreCommandOptions) => {
      code = await restore(options, env, progress);
    });
  const secrets = program.command('secrets').description("the installation's secrets");
  secrets
    .command('reseal')
    .description(
      'seal what an earlier ENCRYPTION_KEY (ENCRYPTION_KEY_PREVIOUS) sealed in the database with the current one',
    )
    .option('--plan', 'say how much there is to do, and change nothing')
    .action(async (options: ResealOptions) => {
      code = await resealSecrets(options, env, progress);
    });
  secrets
    .command('ensure')
    .description(
      'in a Kubernetes cluster: create the secrets of a file that are absent and add keys that are missing; change no value',
    )
    .requiredOption('--file <spec.json>', 'which secrets, with which keys, given or generated')
    .action(async (options: { file: string }) => {
      code = await ensureSecrets(options, env, progress);
    });
  program
    .command('guard')
    .description('refuse an upgrade in a Kubernetes cluster that would leave data behind; changes nothing')
    .requiredOption('--file <spec.json>', 'what the release is about to keep its data in')
    .action(async (options: { file: string }) => {
      code = await guard(options, env, progress);
    });
  await program.parseAsync(argv, { from: 'user' });
  return code;
}
