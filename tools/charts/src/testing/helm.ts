import { CodedError } from '@heliostat/platform';
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** The tools that tests of charts may use; each can be given by an environment variable. */
const tools = {
  helm: { variable: 'HELIOSTAT_TEST_HELM', command: 'helm' },
  helm4: { variable: 'HELIOSTAT_TEST_HELM4', command: 'helm4' },
  kubectl: { variable: 'HELIOSTAT_TEST_KUBECTL', command: 'kubectl' },
  kubeconform: { variable: 'HELIOSTAT_TEST_KUBECONFORM', command: 'kubeconform' },
  promtool: { variable: 'HELIOSTAT_TEST_PROMTOOL', command: 'promtool' },
} as const;

export type ChartTool = keyof typeof tools;

/** Path of a tool: from its environment variable, else from PATH. */
export function toolPath(tool: ChartTool): string {
  const { variable, command } = tools[tool];
  const given = process.env[variable];
  if (given) return given;
  const found = (process.env.PATH ?? '')
    .split(delimiter)
    .map((folder) => join(folder, command))
    .find((file) => existsSync(file));
  if (found) return found;
  throw new CodedError(
    'charts/tool',
    `no ${command} in PATH and no ${variable}; \`npm run test:external\` installs it`,
  );
}

/** Runs a tool and returns what it printed; throws with the tool's own words when it fails. */
export function runTool(
  tool: ChartTool,
  args: string[],
  options: { input?: string; cwd?: string } = {},
): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = execFile(
      toolPath(tool),
      args,
      { maxBuffer: 64 * 1024 * 1024, cwd: options.cwd },
      (error, stdout, stderr) => {
        if (!error) return resolve(stdout);
        const words = [stderr, stdout].map((part) => part.trim()).filter(Boolean);
        reject(
          new CodedError('charts/tool-failed', words.join('\n') || error.message, 500, { cause: error }),
        );
      },
    );
    // A tool that ended without reading its input is told by its exit code, not by the broken pipe.
    child.stdin?.on('error', () => {});
    child.stdin?.end(options.input ?? '');
  });
}
