import { describeStatus } from './http-status';

describe('describeStatus', () => {
  it.each([
    [200, '200', 'good'],
    [301, '301', 'info'],
    [429, '429', 'warn'],
    [418, '418', 'warn'],
    [500, '500', 'bad'],
    [-2, 'Timeout', 'bad'],
    [-3, 'Cancelled', 'warn'],
    [-100, 'No reply', 'bad'],
  ])('shows %d as %s', (status, label, tone) => {
    expect(describeStatus(status)).toMatchObject({ label, tone });
  });

  // A guard, a limit and the gateway itself answer these too.
  it.each([400, 404, 422])('does not say of %d that a provider was asked', (status) => {
    expect(describeStatus(status).words).not.toContain('provider');
  });
});
