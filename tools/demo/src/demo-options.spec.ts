import { readDemoOptions } from './demo-options.js';

describe(readDemoOptions.name, () => {
  it('takes the key from the command line before the environment', () => {
    expect(readDemoOptions(['--key', 'a'], { HELIOSTAT_API_KEY: 'b' }).key).toBe('a');
    expect(readDemoOptions([], { HELIOSTAT_API_KEY: 'b' }).key).toBe('b');
  });

  it.each([
    [['--minutes', 'soon'], /--minutes: expected a number/],
    [['--url', 'localhost'], /--url: expected an http/],
    [['--colour', 'red'], /colour/],
  ])('names what is wrong in %j', (argv, message) => {
    expect(() => readDemoOptions(argv, {})).toThrow(message);
  });
});
