import type { Random } from '@heliostat/simulator';

/** An end user of the pretended application. `weight`: how often they turn up. */
export type Person = { id: string; plan: 'Free' | 'Pro' | 'Enterprise'; country: string; weight: number };

export const people: readonly Person[] = [
  { id: 'ines.duarte@lumen.example', plan: 'Enterprise', country: 'PT', weight: 9 },
  { id: 'tomas.berg@lumen.example', plan: 'Enterprise', country: 'NO', weight: 7 },
  { id: 'aiko.mori@lumen.example', plan: 'Enterprise', country: 'JP', weight: 6 },
  { id: 'lena.voss@northwind.example', plan: 'Pro', country: 'DE', weight: 6 },
  { id: 'samir.haddad@northwind.example', plan: 'Pro', country: 'FR', weight: 5 },
  { id: 'grace.okafor@northwind.example', plan: 'Pro', country: 'NG', weight: 4 },
  { id: 'ben.carter@fernway.example', plan: 'Pro', country: 'US', weight: 4 },
  { id: 'mei.tanaka@fernway.example', plan: 'Pro', country: 'JP', weight: 3 },
  { id: 'olek.nowak@mail.example', plan: 'Free', country: 'PL', weight: 3 },
  { id: 'clara.reyes@mail.example', plan: 'Free', country: 'MX', weight: 2 },
  { id: 'jonas.lind@mail.example', plan: 'Free', country: 'SE', weight: 2 },
  { id: 'amara.diallo@mail.example', plan: 'Free', country: 'SN', weight: 1 },
];

/** Someone, the busy ones more often. */
export function pickPerson(random: Random): Person {
  let at = random.next() * people.reduce((sum, p) => sum + p.weight, 0);
  return people.find((p) => (at -= p.weight) < 0) ?? people[0]!;
}
