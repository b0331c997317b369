import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runCli } from '../cli.js';
import type { Ask } from '../commands/down.command.js';
import { FakeHelm } from './fake-helm.js';
import { MemoryCluster } from './memory-cluster.js';

const head = 'apiVersion: "1.1"\nstorage: {name: test}\n';

/** The command line over a helm and a cluster in memory, in a folder of its own. */
export class CliFixture {
  readonly folder = mkdtempSync(join(tmpdir(), 'helm-compose-'));
  readonly helm = new FakeHelm();
  readonly cluster = new MemoryCluster();
  readonly stopping = new AbortController();
  env: NodeJS.ProcessEnv = {};
  ask: Ask = undefined;
  out = '';
  err = '';

  /** Writes the compose file: what follows `apiVersion` and `storage`. */
  file(rest: string, start = head): void {
    writeFileSync(join(this.folder, 'helm-compose.yaml'), start + rest);
  }

  /** Runs the command with an empty output. */
  async run(...argv: string[]): Promise<number> {
    this.out = '';
    this.err = '';
    this.helm.calls.length = 0;
    return runCli(argv, {
      helm: this.helm,
      openCluster: () => this.cluster,
      env: this.env,
      cwd: this.folder,
      stdout: { write: (text) => (this.out += text) },
      stderr: { write: (text) => (this.err += text) },
      ask: this.ask,
      signal: this.stopping.signal,
    });
  }

  dispose(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}
