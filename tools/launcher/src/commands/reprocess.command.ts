import { setTimeout as sleep } from 'node:timers/promises';
import { CodedError } from '@heliostat/platform';
import { createClickHouse } from '@heliostat/stores/clickhouse';
import { createObjectStore } from '@heliostat/stores/objects';
import { createSegmentQueue } from '@heliostat/stores/queue';
import { Presets, SingleBar } from 'cli-progress';
import { z } from 'zod';
import type { Progress } from '../progress/progress.js';
import { tellFailure } from '../progress/tell-failure.js';
import { parseWindow } from '../reprocess/reprocess-window.js';
import { ingestedSegments, queueWindow, type Queued } from '../reprocess/reprocess.js';
import { configOfRunning } from '../runtime/runtime-file.js';

const pollMs = 500;
/** Without a segment more in this time, something is wrong with the worker. */
const stalledMs = 120_000;

export type ReprocessOptions = { from: string; to?: string; org?: string; wait?: boolean };

/**
 * `heliostat reprocess`: recomputes usage and cost of a window from its raw segments, and shows how far the worker is.
 * Resolves with the exit code.
 */
export async function reprocess(
  options: ReprocessOptions,
  env: NodeJS.ProcessEnv,
  progress: Progress,
): Promise<number> {
  try {
    const window = parseWindow(options.from, options.to, Date.now());
    const { org } = options;
    if (org && !z.uuid().safeParse(org).success)
      throw new CodedError('reprocess/bad-org', `--org: expected an organisation's UUID, not ${org}`, 400);
    const config = await configOfRunning(env);
    const objects = createObjectStore(config);
    const clickhouse = createClickHouse(config);
    const queue = await createSegmentQueue(config);
    try {
      const queued = await progress.step('segments queued', () =>
        queueWindow({ objects, queue, clickhouse }, window, org),
      );
      progress.note(`${queued.segments} segments, generation ${queued.generation}`);
      if (queued.segments === 0 || options.wait === false) return 0;
      return await follow(queued, () => ingestedSegments(clickhouse, queued, org), progress);
    } finally {
      await queue.close();
      await clickhouse.close();
      await objects.close();
    }
  } catch (error) {
    tellFailure(progress, error);
    return 1;
  }
}

async function follow(
  queued: Queued,
  read: () => ReturnType<typeof ingestedSegments>,
  progress: Progress,
): Promise<number> {
  const bar = new SingleBar(
    { format: '  [{bar}] {percentage} % · {value}/{total} segments · {rows} rows · {eta_formatted} left' },
    Presets.shades_classic,
  );
  bar.start(queued.segments, 0, { rows: 0 });
  let moved = Date.now();
  let before = 0;
  try {
    for (;;) {
      const done = await read();
      bar.update(Math.min(done.segments, queued.segments), { rows: done.rows });
      if (done.segments > before) moved = Date.now();
      before = done.segments;
      if (done.segments >= queued.segments) {
        bar.stop();
        progress.note(
          `${done.rows} rows recomputed${done.poison ? `, ${done.poison} records could not be read` : ''}`,
        );
        return 0;
      }
      if (Date.now() - moved > stalledMs) {
        bar.stop();
        progress.fail(
          `No segment was ingested for ${stalledMs / 1000} s (${before} of ${queued.segments} are in): is the worker ` +
            'running? What is queued stays queued.',
        );
        return 1;
      }
      await sleep(pollMs);
    }
  } finally {
    bar.stop();
  }
}
