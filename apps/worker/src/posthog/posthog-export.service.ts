import type { LogRecord, PosthogJob, PosthogTarget } from '@heliostat/contracts';
import { errorMessage, type Logger } from '@heliostat/platform';
import { rowVersion } from '@heliostat/stores/clickhouse';
import { ObjectNotFoundError, type ObjectStore } from '@heliostat/stores/objects';
import { decodeSegment, type SegmentFrame } from '@heliostat/stores/segments';
import { buildRequestRow } from '../ingest/request-row.builder.js';
import { captureUrl, type PosthogDelivery } from './posthog-client.js';
import { posthogEvent } from './posthog-event.js';
import type { PosthogMetrics } from './posthog.metrics.js';

export type PosthogExportDependencies = {
  objects: Pick<ObjectStore, 'get'>;
  send: (target: PosthogTarget, body: string) => Promise<PosthogDelivery>;
  metrics: PosthogMetrics;
  logger: Logger;
  /** Leaves what was not sent yet to the next attempt. */
  signal: AbortSignal;
  now?: () => number;
};

type Waiting = { frame: SegmentFrame; record: LogRecord; target: PosthogTarget };

/** Events of one segment that are under way at once. */
const lanes = 8;
/** One attempt at a segment; a slow PostHog must not keep others' events waiting. */
const runMs = 120_000;
/** Failures in a row after which a PostHog is left alone until the next attempt. */
const maxFailures = 3;
/** The same complaint about the same host is logged once in this time. */
const complaintMs = 600_000;
const maxComplaints = 1_000;

/** Sends an event to PostHog for each record of a segment that asks for it. */
export class PosthogExportService {
  private readonly now: () => number;
  private readonly complaints = new Map<string, number>();

  constructor(private readonly dependencies: PosthogExportDependencies) {
    this.now = dependencies.now ?? Date.now;
  }

  /**
   * Offsets of the records that could not be sent and are worth another attempt. What PostHog refuses for good is
   * logged, never the key. A segment that retention has deleted meanwhile counts as done. Rejects when the object
   * store is away.
   */
  async export(job: PosthogJob): Promise<number[]> {
    const waiting = await this.waiting(job);
    const until = this.now() + runMs;
    const failures = new Map<string, number>();
    const left: number[] = [];
    const queue = waiting.values();
    const lane = async () => {
      for (const { frame, record, target } of queue) {
        const host = hostOf(target);
        const failed = failures.get(host) ?? 0;
        if (failed >= maxFailures || this.now() >= until || this.dependencies.signal.aborted) {
          left.push(frame.offset);
          continue;
        }
        const delivery = await this.deliver(job, frame, record, target);
        this.dependencies.metrics.events.inc({ outcome: delivery.outcome });
        failures.set(host, delivery.outcome === 'failed' ? (failures.get(host) ?? 0) + 1 : 0);
        if (delivery.outcome === 'failed') left.push(frame.offset);
        if (delivery.outcome !== 'sent') this.complain(host, delivery);
      }
    };
    await Promise.all(Array.from({ length: Math.min(lanes, waiting.length) }, lane));
    return left.sort((a, b) => a - b);
  }

  /** The last attempt has failed. */
  giveUp({ key, org }: PosthogJob, events: number): void {
    this.dependencies.metrics.events.inc({ outcome: 'refused' }, events);
    this.dependencies.logger.warn({ segment: key, org, events }, 'events for PostHog were given up');
  }

  private async waiting({ key, org, pending }: PosthogJob): Promise<Waiting[]> {
    let body: Buffer;
    try {
      body = await this.dependencies.objects.get(key);
    } catch (error) {
      if (!(error instanceof ObjectNotFoundError)) throw error;
      this.dependencies.logger.warn({ segment: key }, 'the segment is gone; PostHog hears nothing of it');
      return [];
    }
    const wanted = pending && new Set(pending);
    return decodeSegment(body).flatMap(({ offset, length, record }) => {
      const target = record?.meta.posthog;
      if (!record || !target || record.meta.org !== org || wanted?.has(offset) === false) return [];
      return [{ frame: { offset, length }, record, target }];
    });
  }

  private async deliver(
    job: PosthogJob,
    frame: SegmentFrame,
    record: LogRecord,
    target: PosthogTarget,
  ): Promise<PosthogDelivery> {
    let body: string;
    try {
      const { createdAt, latencyMs } = record.meta;
      const row = buildRequestRow(record, { key: job.key, frame }, rowVersion(0, createdAt + latencyMs));
      body = posthogEvent(row, target.key, createdAt);
    } catch (error) {
      return { outcome: 'refused', reason: `the record makes no event: ${errorMessage(error)}` };
    }
    return this.dependencies.send(target, body);
  }

  private complain(host: string, delivery: Exclude<PosthogDelivery, { outcome: 'sent' }>): void {
    const { outcome, reason } = delivery;
    const complaint = `${host} ${reason}`;
    const last = this.complaints.get(complaint);
    if (last !== undefined && this.now() - last < complaintMs) return;
    if (this.complaints.size >= maxComplaints) this.complaints.clear();
    this.complaints.set(complaint, this.now());
    this.dependencies.logger.warn(
      { host, reason },
      outcome === 'refused'
        ? 'an event for PostHog was refused, and is dropped'
        : 'PostHog did not take an event; trying again',
    );
  }
}

const hostOf = (target: PosthogTarget): string => captureUrl(target)?.host ?? 'no address';
