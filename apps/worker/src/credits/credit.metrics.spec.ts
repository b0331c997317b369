import { Registry } from 'prom-client';
import { addCreditMetrics } from './credit.metrics.js';

const read = async (query: () => Promise<unknown>, times = 1): Promise<string> => {
  const sut = new Registry();
  addCreditMetrics(sut, { query } as never);
  for (let i = 1; i < times; i++) await sut.metrics();
  return sut.metrics();
};
const name = 'heliostat_credits_oldest_reservation_seconds';

describe('the metric of unsettled credits', () => {
  it('is the age of the oldest reservation', async () => {
    expect(await read(() => Promise.resolve([{ seconds: 93.5 }]))).toContain(`${name} 93.5`);
  });

  it('is never below zero, whatever the clocks say', async () => {
    expect(await read(() => Promise.resolve([{ seconds: -0.2 }]))).toContain(`${name} 0`);
  });

  it('is left out while Postgres does not answer', async () => {
    const answers = [Promise.resolve([{ seconds: 12 }]), Promise.reject(new Error('away'))];
    answers[1]!.catch(() => {});
    expect(await read(() => answers.shift()!, 2)).not.toMatch(new RegExp(`^${name} `, 'm'));
  });
});
