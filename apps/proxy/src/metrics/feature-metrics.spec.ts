import { Registry } from 'prom-client';
import { FeatureMetrics } from './feature-metrics.js';

const attempt = (provider: string) => ({ provider, status: 500, latencyMs: 1 });

function create() {
  const registry = new Registry();
  const sut = new FeatureMetrics(registry);
  const lines = async () =>
    (await registry.metrics()).split('\n').filter((line) => line.startsWith('heliostat_'));
  return { sut, lines };
}

describe('numbers of features', () => {
  it('tell hits of the cache from misses, and leave out calls that did not ask it', async () => {
    const { sut, lines } = create();
    sut.count({ cacheEnabled: true }, []);
    sut.count({ cacheEnabled: true, cacheReferenceId: 'a' }, []);
    sut.count({ cacheEnabled: true, cacheReferenceId: 'b' }, []);
    sut.count({}, []);
    expect(await lines()).toEqual(
      expect.arrayContaining([
        'heliostat_proxy_cache_total{result="hit"} 2',
        'heliostat_proxy_cache_total{result="miss"} 1',
      ]),
    );
  });

  it('count what limits and guards refused, and what guards passed', async () => {
    const { sut, lines } = create();
    sut.count({ rateLimited: true }, []);
    sut.count({ threat: true }, []);
    sut.count({ threat: false }, []);
    sut.count({ threat: false }, []);
    expect(await lines()).toEqual(
      expect.arrayContaining([
        'heliostat_proxy_rate_limited_total 1',
        'heliostat_proxy_guard_total{verdict="passed"} 2',
        'heliostat_proxy_guard_total{verdict="refused"} 1',
      ]),
    );
  });

  it('blame an attempt that another followed on its provider, and not the last one', async () => {
    const { sut, lines } = create();
    sut.count({ attempts: [attempt('openai'), attempt('openai'), attempt('azure')] }, []);
    sut.count({ attempts: [attempt('openai'), attempt('openai')] }, []);
    sut.count({ attempts: [attempt('bedrock')] }, []);
    const found = await lines();
    expect(found).toContain('heliostat_proxy_failed_attempts_total{provider="openai"} 3');
    expect(found).toContain('heliostat_proxy_failovers_total 1');
    expect(found.filter((line) => /azure|bedrock/.test(line))).toEqual([]);
  });

  it('count each feature that was skipped, also on calls that have no facts', async () => {
    const { sut, lines } = create();
    sut.count(undefined, ['cache', 'rate-limit']);
    sut.count(undefined, ['cache']);
    expect(await lines()).toEqual(
      expect.arrayContaining([
        'heliostat_proxy_degraded_total{feature="cache"} 2',
        'heliostat_proxy_degraded_total{feature="rate-limit"} 1',
      ]),
    );
  });
});
