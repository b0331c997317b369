import type { HelmResult, HelmRunner } from '../helm/helm-runner.js';

export type FakeCall = { args: readonly string[]; input?: string | undefined };
const ok = (stdout = ''): HelmResult => ({ code: 0, stdout, stderr: '' });
export const refusal = (stderr: string): HelmResult => ({ code: 1, stdout: '', stderr });

/** A helm that keeps its releases in memory. */
export class FakeHelm implements HelmRunner {
  readonly calls: FakeCall[] = [];
  /** Revisions of installed releases, by `namespace/name`. */
  readonly releases = new Map<string, number>();
  readonly signals: NodeJS.Signals[] = [];
  /** Answers of a release's upgrade or uninstall other than success. */
  readonly answers = new Map<string, (call: FakeCall) => HelmResult | Promise<HelmResult>>();
  version = 'v3.17.2+gcc0bbbd';
  running = 0;
  mostRunning = 0;

  async run(args: readonly string[], input?: string): Promise<HelmResult> {
    const call: FakeCall = { args, input };
    this.calls.push(call);
    this.mostRunning = Math.max(this.mostRunning, ++this.running);
    await new Promise((resolve) => setImmediate(resolve));
    try {
      return await this.answer(call);
    } finally {
      this.running--;
    }
  }

  interrupt(signal: NodeJS.Signals): void {
    this.signals.push(signal);
  }

  /** The names of the releases that a verb was called for, in order. */
  called(verb: string): string[] {
    return this.calls.filter(({ args }) => args[0] === verb).map(({ args }) => nameIn(args));
  }

  callOf(verb: string, release: string): FakeCall | undefined {
    return this.calls.find(({ args }) => args[0] === verb && nameIn(args) === release);
  }

  private async answer(call: FakeCall): Promise<HelmResult> {
    const { args } = call;
    const name = nameIn(args);
    const key = `${args[args.indexOf('--namespace') + 1]}/${name}`;
    const special = this.answers.get(`${args[0]} ${name}`);
    if (special) return special(call);
    switch (args[0]) {
      case 'version':
        return ok(this.version);
      case 'upgrade': {
        const revision = (this.releases.get(key) ?? 0) + 1;
        this.releases.set(key, revision);
        return ok(`NAME: ${name}\nSTATUS: deployed\nREVISION: ${revision}\nNOTES:\nHello from ${name}\n`);
      }
      case 'uninstall':
        return this.releases.delete(key)
          ? ok(`release "${name}" uninstalled`)
          : refusal(`Error: uninstall: Release not loaded: ${name}: release: not found`);
      case 'status':
        return this.releases.has(key)
          ? ok('{"info":{"status":"deployed"}}')
          : refusal('Error: release: not found');
      default:
        return ok(`# ${args[0]} ${name}\n`);
    }
  }
}

const nameIn = (args: readonly string[]): string => (args[1] === '--install' ? args[2] : args[1]) ?? '';
