import { CodedError, errorMessage } from '@heliostat/platform';
import { spawn, type ChildProcess } from 'node:child_process';
import type { HelmResult, HelmRunner } from './helm-runner.js';

/** Runs the real helm, without a shell. */
export class HelmProcess implements HelmRunner {
  private readonly children = new Set<ChildProcess>();

  /** `binary` is HELM_BIN when helm itself runs the plugin. */
  constructor(
    private readonly binary: string,
    private readonly env: NodeJS.ProcessEnv,
    private readonly cwd: string,
  ) {}

  run(args: readonly string[], input?: string): Promise<HelmResult> {
    return new Promise((resolve, reject) => {
      const child = spawn(this.binary, args, {
        cwd: this.cwd,
        env: this.env,
        stdio: ['pipe', 'pipe', 'pipe'],
      });
      this.children.add(child);
      let stdout = '';
      let stderr = '';
      child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
      child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
      child.once('error', (error) => {
        this.children.delete(child);
        const words = `${this.binary} cannot be started: ${errorMessage(error)}. Install Helm 3.14 or newer.`;
        reject(new CodedError('compose/helm-missing', words));
      });
      child.once('close', (code, signal) => {
        this.children.delete(child);
        resolve({ code: code ?? 1, stdout, stderr, ...(signal ? { signal } : {}) });
      });
      // A helm that ends before it has read its values tells why on stderr; the broken pipe itself says nothing.
      child.stdin.on('error', () => undefined);
      child.stdin.end(input ?? '');
    });
  }

  interrupt(signal: NodeJS.Signals): void {
    for (const child of this.children) child.kill(signal);
  }
}
