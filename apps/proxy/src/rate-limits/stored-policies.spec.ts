import type { StoredPolicy } from './policy-store.js';
import { choosePolicies } from './stored-policies.js';

let made = 0;
const policy = (rest: Partial<StoredPolicy> = {}): StoredPolicy => ({
  id: `p${++made}`,
  name: `policy-${made}`,
  keyId: null,
  quota: 100,
  windowSeconds: 60,
  unit: 'request',
  segment: null,
  ...rest,
});

describe('stored policies', () => {
  const values = new Map<string | null, string>([
    [null, ''],
    ['user', 'ada'],
    ['tenant', 'acme'],
  ]);
  const sut = (stored: StoredPolicy[], ...names: string[]) =>
    choosePolicies(stored, names, (segment) => values.get(segment));

  it('hold of properties before users before all calls', () => {
    const [all, user, tenant] = [policy(), policy({ segment: 'user' }), policy({ segment: 'tenant' })];
    expect(sut([all, user, tenant])).toEqual([tenant]);
    expect(sut([all, user])).toEqual([user]);
    expect(sut([all])).toEqual([all]);
  });

  it('do not hold where the call has no such property', () => {
    const all = policy();
    expect(sut([all, policy({ segment: 'region' })])).toEqual([all]);
  });

  it('hold by the lowest rate, in each unit', () => {
    const [loose, strict] = [policy({ quota: 100 }), policy({ quota: 1_000, windowSeconds: 3_600 })];
    const cents = policy({ unit: 'cents' });
    expect(sut([loose, strict, cents])).toEqual([strict, cents]);
  });

  it('are those that the call names, in the place of the others (RL-08)', () => {
    const [basic, pro] = [policy({ name: 'basic-100' }), policy({ name: 'pro', quota: 1_000 })];
    expect(sut([basic, pro], 'pro')).toEqual([pro]);
  });

  it('hold as always when the call names one that nobody knows (RL-08)', () => {
    const basic = policy();
    expect(sut([basic], 'unknown')).toEqual([basic]);
    expect(sut([], 'unknown')).toEqual([]);
  });

  it('hold for their key whatever else the call names', () => {
    const [own, other] = [policy({ keyId: 'k', quota: 5 }), policy({ name: 'pro', quota: 1_000 })];
    expect(sut([own, other], 'pro')).toEqual([own, other]);
    expect(sut([own, other])).toEqual([own, other]);
  });
});
