import type { Cores } from '../host/cores.js';
import type { HeliostatStack } from '../stack/heliostat-stack.js';

/** One bar of the budgets table and what was measured. */
export type Budget = { what: string; bar: string; got: string; met: boolean };

export type PartResult = {
  /** Markdown: tables and a sentence on the method. */
  markdown: string;
  budgets: Budget[];
  /** What was left out and why. */
  notRun: string[];
};

export type PartContext = {
  cores: Cores;
  folder: string;
  cache: string;
  /** Of one measurement. */
  seconds: number;
  rounds: number;
  rows: number;
  /** In the names of the features that are measured. */
  featureFilter: string;
  /** nginx with the fixed reply. */
  upstream: string;
  /** The simulator, for streams. */
  simulator: string;
  /** Anthropic, a provider of chat alone and a realtime API, for the features. */
  featureUpstream: string;
  stack: HeliostatStack;
  say(line: string): void;
};

/** What can be run alone by `--only`. */
export type Part = { name: string; title: string; run(context: PartContext): Promise<PartResult> };
