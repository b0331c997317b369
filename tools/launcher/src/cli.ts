import { version } from '@heliostat/platform';
import { Command } from 'commander';
import { migrate } from './commands/migrate.command.js';
import { start } from './commands/start.command.js';
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
    .action(async (options: { dev?: boolean; verbose?: boolean }) => {
      const showFrom = options.verbose ? 10 : undefined;
      code = await start({ env, progress, showFrom });
    });
  program
    .command('migrate')
    .description("bring the stores' schemas up to date")
    .action(async () => {
      code = await migrate(env, progress);
    });
  await program.parseAsync(argv, { from: 'user' });
  return code;
}
