import { CodedError, version } from '@heliostat/platform';
import { Command, InvalidArgumentError } from 'commander';
import { createInterface } from 'node:readline/promises';
import type { OpenCluster } from './cluster/cluster.js';
import type { ComposeContext } from './commands/compose-context.js';
import { down, type Ask, type DownOptions } from './commands/down.command.js';
import { get, list } from './commands/revisions.command.js';
import { template } from './commands/template.command.js';
import { up, type UpOptions } from './commands/up.command.js';
import { loadComposeFile } from './file/load-compose-file.js';
import type { HelmRunner } from './helm/helm-runner.js';
import { helmMajor } from './helm/helm-version.js';
import { Report, type Output } from './report/report.js';
import { openRevisions } from './state/open-revisions.js';

export type CliPorts = {
  helm: HelmRunner;
  openCluster: OpenCluster;
  env: NodeJS.ProcessEnv;
  cwd: string;
  stdout: Output;
  stderr: Output;
  /** Nothing where nobody can answer. */
  ask: Ask;
  signal: AbortSignal;
};

/** Runs `helm compose` with these arguments and resolves with the exit code. */
export async function runCli(argv: string[], ports: CliPorts): Promise<number> {
  let code = 0;
  const program = new Command('helm compose')
    .description('Installs and uninstalls the releases of a helm-compose.yaml together')
    .version(version)
    .option('-f, --file <path>', 'the compose file; helm-compose.yaml in this folder unless told')
    .exitOverride()
    .configureOutput({
      writeOut: (text) => void ports.stdout.write(text),
      writeErr: (text) => void ports.stderr.write(text),
    });
  const run = (output: Output, action: (context: ComposeContext) => Promise<number>) =>
    open(ports, program.opts<{ file?: string }>().file, output)
      .then(action)
      .then((result) => void (code = result));
  program
    .command('up')
    .description('install or upgrade all releases, or those named with what they need')
    .argument('[release...]')
    .option('--parallel <number>', 'how many at a time', wholeNumber, 4)
    .option('--dry-run', 'say what would be done, render each chart, and change nothing', false)
    .action((named: string[], options: UpOptions) =>
      run(ports.stdout, (context) => up(context, named, options)),
    );
  program
    .command('down')
    .description('uninstall all releases; volumes are kept')
    .option('--parallel <number>', 'how many at a time', wholeNumber, 4)
    .option('--delete-volumes', "delete the releases' volume claims too, with the data in them", false)
    .option('--yes', 'do not ask', false)
    .action((options: DownOptions) => run(ports.stdout, (context) => down(context, options, ports.ask)));
  program
    .command('list')
    .alias('ls')
    .description('show the revisions that are kept')
    .action(() => run(ports.stderr, list));
  program
    .command('get')
    .description('show the compose file of a revision')
    .argument('<revision>')
    .action((revision: string) => run(ports.stderr, (context) => get(context, revision)));
  program
    .command('template')
    .description('print the manifests of all releases, or of those named; needs no cluster')
    .argument('[release...]')
    .action((named: string[]) => run(ports.stderr, (context) => template(context, named)));
  try {
    await program.parseAsync(argv, { from: 'user' });
  } catch (error) {
    const exitCode = (error as { exitCode?: number }).exitCode;
    if (exitCode !== undefined) return exitCode;
    if (!(error instanceof CodedError)) throw error;
    ports.stderr.write(`${error.message}\n`);
    return 1;
  }
  return code;
}

async function open(ports: CliPorts, path: string | undefined, output: Output): Promise<ComposeContext> {
  const file = loadComposeFile(path, ports.cwd);
  const { compose, folder } = file;
  const { helm, env, openCluster, signal } = ports;
  return {
    file,
    helm,
    openCluster,
    signal,
    calls: { folder, env, major: await helmMajor(helm), repositories: compose.repositories },
    revisions: () => openRevisions(compose.storage, folder, openCluster),
    report: new Report(output, output.isTTY === true && !env.NO_COLOR),
    print: (text) => void ports.stdout.write(text),
  };
}

function wholeNumber(text: string): number {
  const number = Number(text);
  if (!Number.isInteger(number) || number < 1)
    throw new InvalidArgumentError('must be a whole number, 1 or more');
  return number;
}

/** Asks on the terminal, where there is one. */
export function terminalAsk(input: NodeJS.ReadStream, output: NodeJS.WriteStream): Ask {
  if (!input.isTTY) return undefined;
  return async (question) => {
    const lines = createInterface({ input, output });
    try {
      return await lines.question(question);
    } finally {
      lines.close();
    }
  };
}
