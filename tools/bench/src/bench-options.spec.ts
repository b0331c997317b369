import { readBenchOptions } from './bench-options.js';
import { planCores } from './host/cores.js';

describe(readBenchOptions.name, () => {
  it('reads the parts to run', () => {
    expect(readBenchOptions(['--only', 'latency, puts']).only).toEqual(['latency', 'puts']);
  });

  it('measures all features unless told otherwise', () => {
    expect(readBenchOptions([]).features).toBe('');
    expect(readBenchOptions(['--features', 'cache']).features).toBe('cache');
  });

  it.each([
    [['--only', 'speed'], /--only: expected names out of .*throughput/],
    [['--rows', 'many'], /--rows: expected a number/],
    [['--fast'], /--fast/],
  ])('names what is wrong in %j', (argv, message) => {
    expect(() => readBenchOptions(argv)).toThrow(message);
  });
});

describe(planCores.name, () => {
  it('leaves the gateway a core of its own', () => {
    expect(planCores(2)).toEqual({ target: '0', load: '1', rest: '1', shared: true });
    expect(planCores(8)).toEqual({ target: '0', load: '1', rest: '2-7', shared: false });
    expect(() => planCores(1)).toThrow(/two cores/);
  });
});
