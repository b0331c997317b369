import { Counter, type Registry } from 'prom-client';

/** What became of events for PostHog: `sent`, `refused` for good, or `failed` and to be tried again. */
export class PosthogMetrics {
  readonly events: Counter<'outcome'>;

  constructor(registry: Registry) {
    this.events = new Counter({
      name: 'heliostat_posthog_events_total',
      help: 'Events for PostHog by what became of them; failed ones are tried again',
      labelNames: ['outcome'],
      registers: [registry],
    });
  }
}
