import { type PlatformEvent } from '@heliostat/contracts';
import { type CoreV1Event } from '@kubernetes/client-node';
import { iso } from './labels.js';

const shown = 50;

/** Warnings about our objects, newest first. `names` are those of our workloads: their pods' names begin with them. */
export function mapEvents(events: CoreV1Event[], names: ReadonlySet<string>): PlatformEvent[] {
  return events
    .filter(({ type, involvedObject }) => type === 'Warning' && isOurs(involvedObject.name ?? '', names))
    .map(mapEvent)
    .sort((a, b) => (b.time ?? '').localeCompare(a.time ?? ''))
    .slice(0, shown);
}

function mapEvent(event: CoreV1Event): PlatformEvent {
  const { involvedObject, series } = event;
  return {
    time: iso(
      series?.lastObservedTime ?? event.lastTimestamp ?? event.eventTime ?? event.metadata.creationTimestamp,
    ),
    reason: event.reason ?? 'Warning',
    message: (event.message ?? '').trim(),
    object: `${involvedObject.kind ?? 'Object'}/${involvedObject.name ?? ''}`,
    count: series?.count ?? event.count ?? 1,
  };
}

function isOurs(object: string, names: ReadonlySet<string>): boolean {
  // `heliostat-proxy-7d9f-abc` of `heliostat-proxy`; `data-heliostat-postgres-0`, a claim; `keda-hpa-heliostat-worker`.
  return [...names].some((name) => `-${object}-`.includes(`-${name}-`));
}
