/** What one call of helm gave. `signal` is there when it was ended by one. */
export type HelmResult = { code: number; stdout: string; stderr: string; signal?: NodeJS.Signals };

/** The port to the helm program. */
export interface HelmRunner {
  /** Resolves whatever helm's exit code is; rejects only when helm cannot be started. */
  run(args: readonly string[], input?: string): Promise<HelmResult>;
  /** Passes a signal on to every helm that runs. */
  interrupt(signal: NodeJS.Signals): void;
}
