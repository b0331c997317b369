import { addedInAll, balanceState, centsOf, formatCents } from './credit-words';

describe('credits in words (CR-01)', () => {
  it.each([
    [1234, '$12.34'],
    [0.0123, '$0.000123'],
    [-250, '-$2.50'],
    [0, '$0'],
  ])('%d cents are %s', (cents, words) => {
    expect(formatCents(cents)).toBe(words);
  });

  it.each<[number | string, number | undefined]>([
    [10, 1000],
    ['0.1', 10],
    [19.99, 1999],
    ['', undefined],
    ['much', undefined],
  ])('%j dollars are %j cents', (dollars, cents) => {
    expect(centsOf(dollars)).toBe(cents);
  });

  it.each([
    ['set to 1000', { balance: 1000, totalSpend: 0 }, 1000],
    ['set to 1000 and spent in part', { balance: 880, totalSpend: 120 }, 1000],
    ['overdrawn', { balance: -5, totalSpend: 105 }, 100],
    ['never set', { balance: null, totalSpend: 0 }, 0],
  ])('counts of a balance that was %s what was added', (_history, balance, added) => {
    expect(addedInAll(balance)).toBe(added);
  });

  it.each([
    [{ limited: false, suspended: false, balance: null, reserved: 0 }, 'Not limited'],
    [{ limited: true, suspended: false, balance: 100, reserved: 0 }, 'Active'],
    [{ limited: true, suspended: false, balance: 0, reserved: 0 }, 'Spent'],
    [{ limited: true, suspended: false, balance: 30, reserved: 30 }, 'Spent'],
    [{ limited: true, suspended: true, balance: 100, reserved: 0 }, 'Suspended'],
  ])('says of %j that it is %s', (balance, label) => {
    expect(balanceState(balance).label).toBe(label);
  });
});
