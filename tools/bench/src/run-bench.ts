import { errorMessage } from '@heliostat/platform';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { BenchOptions } from './bench-options.js';
import { planCores } from './host/cores.js';
import { needTool } from './host/tools.js';
import { parts } from './parts/parts.js';
import type { Measured } from './report/report.js';
import { HeliostatStack } from './stack/heliostat-stack.js';
import { startFeatureUpstream } from './upstream/feature-upstream.js';
import { startFixedReply } from './upstream/nginx.js';
import { startSimulator } from './upstream/simulator-process.js';

export type BenchRun = { measured: Measured[]; notRun: string[] };

/** Starts upstreams and a Heliostat, runs the chosen parts one after the other, and stops everything. */
export async function runBench(
  options: BenchOptions,
  cache: string,
  say: (line: string) => void,
): Promise<BenchRun> {
  for (const tool of ['taskset', 'wrk', 'nginx'] as const) needTool(tool);
  const cores = planCores();
  const folder = mkdtempSync(join(tmpdir(), 'heliostat-bench-'));
  const dataDir = options['data-dir'] ? resolve(options['data-dir']) : join(folder, 'data');
  mkdirSync(cache, { recursive: true });
  const removeFolder = () => rmSync(folder, { recursive: true, force: true });
  // An interruption ends the process without the way out below.
  process.once('exit', removeFolder);
  const stops: (() => Promise<void> | void)[] = [removeFolder];
  const measured: Measured[] = [];
  const notRun: string[] = [];
  try {
    const upstream = await startFixedReply(folder, cores.load);
    stops.push(() => upstream.process.stop());
    const simulator = await startSimulator(cores.load);
    stops.push(() => simulator.process.stop());
    const features = await startFeatureUpstream(cores.load);
    stops.push(() => features.process.stop());
    say('▸ starting Heliostat');
    const stack = await HeliostatStack.start({
      cores,
      dataDir,
      settings: {
        PROVIDER_OPENAI_BASE_URL: upstream.url,
        PROVIDER_OPENAI_API_KEY: 'sk-installation',
        PROVIDER_GROQ_BASE_URL: simulator.url,
        PROVIDER_ANTHROPIC_BASE_URL: features.url,
        PROVIDER_ANTHROPIC_API_KEY: 'sk-ant-installation',
        PROVIDER_DEEPSEEK_BASE_URL: features.url,
        PROVIDER_DEEPSEEK_API_KEY: 'sk-installation',
        MODERATION: 'local',
      },
    });
    stops.push(() => stack.stop());
    const { seconds, rounds, rows, only, features: featureFilter } = options;
    const context = {
      cores,
      folder,
      cache,
      seconds,
      rounds,
      rows,
      featureFilter,
      upstream: upstream.url,
      simulator: simulator.url,
      featureUpstream: features.url,
      stack,
      say,
    };
    for (const part of parts) {
      if (only && !only.includes(part.name)) continue;
      say(`▸ ${part.title}`);
      try {
        measured.push({ title: part.title, result: await part.run(context) });
      } catch (error) {
        stack.resumeWorker();
        notRun.push(`${part.name}: ${errorMessage(error).split('\n')[0]}`);
        say(`  not run: ${errorMessage(error)}`);
      }
    }
  } finally {
    for (const stop of stops.reverse()) await stop();
  }
  return { measured, notRun };
}
