import { axisLabel } from './time-axis';
import { sparklinePath } from './sparkline-path';

describe('sparklinePath', () => {
  it('spans the box, with the largest value on top', () => {
    expect(sparklinePath([0, 10, 5], 100, 24)).toBe('M0.0 22.0 L50.0 2.0 L100.0 12.0');
  });

  it.each([[[]], [[5]], [[0, 0, null]]])('draws nothing for %j', (values) => {
    expect(sparklinePath(values, 100, 24)).toBe('');
  });
});

describe('axisLabel', () => {
  const noon = new Date(2026, 10, 23, 12, 5).toISOString();
  const midnight = new Date(2026, 10, 23).toISOString();

  it('is as short as the interval allows', () => {
    expect(axisLabel(noon, 'minute')).toBe('12:05');
    expect(axisLabel(noon, 'day')).toBe('Nov 23');
    expect(axisLabel(noon, 'month')).toBe('Nov 2026');
  });

  it('names the day where hours begin a new one', () => {
    expect(axisLabel(midnight, 'hour')).toBe('Nov 23');
  });
});
