import { storePorts } from './store-ports.js';

describe(storePorts.name, () => {
  it('gives one data directory the same ports each time', () => {
    expect(storePorts('/var/lib/heliostat')).toEqual(storePorts('/var/lib/heliostat'));
  });

  it('gives most data directories ports of their own', () => {
    const ports = Array.from({ length: 100 }, (_, i) => storePorts(`/srv/heliostat-${i}`).postgres);
    expect(new Set(ports).size).toBeGreaterThan(90);
  });

  it('stays below the ports of outgoing connections', () => {
    const all = Array.from({ length: 1_000 }, (_, i) => Object.values(storePorts(`/srv/${i}`))).flat();
    expect(Math.max(...all)).toBeLessThan(32_768);
  });
});
