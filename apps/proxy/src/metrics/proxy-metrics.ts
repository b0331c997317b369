import { Counter, Histogram, type Registry } from 'prom-client';
import { addCounter, addGauge } from './add-metric.js';
import { FeatureMetrics } from './feature-metrics.js';

/** Numbers that the request path counts up; Prometheus reads them when it asks. */
export class ProxyMetrics {
  private readonly replies = new Map<string, number[]>();
  active = 0;
  cancelled = 0;
  unlogged = 0;
  refused = 0;
  readonly features: FeatureMetrics;
  private readonly duration: Histogram;

  constructor(registry: Registry) {
    this.features = new FeatureMetrics(registry);
    const replies = this.replies;
    new Counter({
      name: 'heliostat_proxy_replies_total',
      help: 'Replies by provider and class of status',
      labelNames: ['provider', 'status'],
      registers: [registry],
      collect() {
        this.reset();
        for (const [provider, counts] of replies)
          counts.forEach((count, index) => {
            if (count > 0)
              this.inc({ provider: provider || 'none', status: index === 0 ? 'none' : `${index}xx` }, count);
          });
      },
    });
    this.duration = new Histogram({
      name: 'heliostat_proxy_request_seconds',
      help: 'Time from the request to the last byte of its reply',
      buckets: [0.005, 0.025, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300],
      registers: [registry],
    });
    addGauge(registry, 'heliostat_proxy_active_requests', 'Requests in flight', () => this.active);
    addCounter(registry, 'heliostat_proxy_cancelled_total', 'Replies the client left', () => this.cancelled);
    addCounter(
      registry,
      'heliostat_proxy_unlogged_total',
      'Calls whose log was not kept',
      () => this.unlogged,
    );
    addCounter(
      registry,
      'heliostat_proxy_refused_total',
      'Requests refused without a valid key',
      () => this.refused,
    );
  }

  /** Counts a reply; `status` below 100 is one that never came. */
  reply(provider: string, status: number, seconds: number): void {
    let counts = this.replies.get(provider);
    if (counts === undefined) {
      counts = [0, 0, 0, 0, 0, 0];
      this.replies.set(provider, counts);
    }
    const index = status >= 100 && status < 600 ? (status / 100) | 0 : 0;
    counts[index] = counts[index]! + 1;
    this.duration.observe(seconds);
  }
}
