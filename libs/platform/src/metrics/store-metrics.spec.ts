import { createRegistry } from './registry.js';
import { addStoreMetrics } from './store-metrics.js';

describe(addStoreMetrics.name, () => {
  it('shows each check as 1 or 0, as it is when asked', async () => {
    const registry = createRegistry('test');
    let away = false;
    addStoreMetrics(registry, () => [
      { name: 'postgres', required: true, check: async () => {} },
      {
        name: 'objects',
        required: false,
        check: async () => {
          if (away) throw new Error('away');
        },
      },
    ]);
    expect(await registry.metrics()).toContain('heliostat_store_up{store="objects",app="test"} 1');
    away = true;
    const text = await registry.metrics();
    expect(text).toContain('heliostat_store_up{store="objects",app="test"} 0');
    expect(text).toContain('heliostat_store_up{store="postgres",app="test"} 1');
  });
});

describe(createRegistry.name, () => {
  it('tells the version', async () => {
    expect(await createRegistry('test').metrics()).toMatch(
      /heliostat_build_info\{version="\d+\.\d+\.\d+",app="test"\} 1/,
    );
  });
});
