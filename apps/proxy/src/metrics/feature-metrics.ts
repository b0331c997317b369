import { Counter, type Registry } from 'prom-client';
import type { CallFacts } from '../pipeline/call-facts.js';
import { addCounter } from './add-metric.js';

/**
 * What features did to calls that asked for one, from what the record says anyway: nothing is counted twice, and a call
 * without features never comes here.
 */
export class FeatureMetrics {
  private cacheHits = 0;
  private cacheMisses = 0;
  private rateLimited = 0;
  private guardPassed = 0;
  private guardRefused = 0;
  private failovers = 0;
  private readonly failedAttempts = new Map<string, number>();
  private readonly degraded = new Map<string, number>();

  constructor(registry: Registry) {
    addLabelled(registry, 'heliostat_proxy_cache_total', 'Calls that asked the cache', 'result', () => [
      ['hit', this.cacheHits],
      ['miss', this.cacheMisses],
    ]);
    addLabelled(registry, 'heliostat_proxy_guard_total', 'Prompts that a guard judged', 'verdict', () => [
      ['passed', this.guardPassed],
      ['refused', this.guardRefused],
    ]);
    addLabelled(
      registry,
      'heliostat_proxy_failed_attempts_total',
      'Attempts that another followed, by the provider that failed',
      'provider',
      () => this.failedAttempts,
    );
    addLabelled(
      registry,
      'heliostat_proxy_degraded_total',
      'Calls that a feature was skipped on, as Helicone-Degraded says',
      'feature',
      () => this.degraded,
    );
    addCounter(
      registry,
      'heliostat_proxy_rate_limited_total',
      'Calls that a rate limit refused',
      () => this.rateLimited,
    );
    addCounter(
      registry,
      'heliostat_proxy_failovers_total',
      'Calls that another provider answered than the first that was asked',
      () => this.failovers,
    );
  }

  /** Counts a call whose record is complete. */
  count(facts: CallFacts | undefined, degraded: readonly string[]): void {
    for (const feature of degraded) add(this.degraded, feature);
    if (facts === undefined) return;
    if (facts.cacheReferenceId !== undefined) this.cacheHits++;
    else if (facts.cacheEnabled === true) this.cacheMisses++;
    if (facts.rateLimited === true) this.rateLimited++;
    if (facts.threat === true) this.guardRefused++;
    else if (facts.threat === false) this.guardPassed++;
    if (facts.attempts !== undefined && facts.attempts.length > 1) this.countAttempts(facts.attempts);
  }

  private countAttempts(attempts: NonNullable<CallFacts['attempts']>): void {
    const last = attempts.length - 1;
    for (let i = 0; i < last; i++) add(this.failedAttempts, attempts[i]!.provider);
    if (attempts[0]!.provider !== attempts[last]!.provider) this.failovers++;
  }
}

const add = (counts: Map<string, number>, name: string) => counts.set(name, (counts.get(name) ?? 0) + 1);

function addLabelled(
  registry: Registry,
  name: string,
  help: string,
  label: string,
  read: () => Iterable<[string, number]>,
): void {
  new Counter({
    name,
    help,
    labelNames: [label],
    registers: [registry],
    collect() {
      this.reset();
      for (const [value, count] of read()) this.inc({ [label]: value }, count);
    },
  });
}
