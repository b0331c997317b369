import { threadCpuUsage } from 'node:process';
import type { Sliced } from '../in-slices.js';
import { promptRules, scorePrompt } from '../security/local-detector.js';
import { hazardsIn } from '../security/local-hazards.js';
import { phraseTables } from '../security/phrases/phrase-signs.js';
import { expandPhrase } from '../security/phrases/phrase-trie.js';
import { hazardRules } from '../security/rules/hazard-rules.js';

/**
 * Looks for texts that cost the local detector the most: for each pattern, its own words, repeated with what patterns
 * let stand between them until they fill the window that a pattern sees. The slowest of them are then given to the whole
 * detector, as long as a text may be. Prints processor time, so that a busy machine does not count.
 *
 *   npm run build && node tools/bootstrap/run.mjs apps/proxy/dist/guards/measure/worst-case.js [--top 12] [--texts 60]
 */
const args = process.argv.slice(2);
const option = (name: string, otherwise: number) => {
  const at = args.indexOf(name);
  return at < 0 ? otherwise : Number(args[at + 1]);
};
const top = option('--top', 12);
const textCount = option('--texts', 60);
const windowLength = 4_096;
const textLength = 32 * 1024;

/** What stands between the words of a pattern: nothing, short and long words, signs and blanks. */
const fillers = [
  '',
  'a ',
  'a b c d ',
  `${'y'.repeat(24)} `,
  `${'z'.repeat(400)} `,
  ' , ',
  '- ',
  '" ',
  '\n',
  '. ',
];
/** What normalisation and model may find hard: blanks, marks, leet, spaced letters, encoded data, long compatibility forms. */
const odd = [
  'a', ' ', '\n', 'a ', 'a  ', 'a.b.', '0', '1a', 'a1', '$', '!a', '01', '01 ', 'ab ', 'fe', 'fe ', '\\u00e4', 'A', 'é',
  'e\u0301', '\u0301', 'а', 'aа', '\ufdfa', '㌖', '⑴', '\u200b', '-', 'a-', 'a_*', ' \n', 'กำ', 'ก', 'निर्', '=', '+/',
  'i g n o r e  ', 'a0@', 'vtaber erongi ', '⑴ vtaber erongi ', '각', 'ΐ', '𝐚',
]; // prettier-ignore
const ordinary =
  'The report tells how each part of the system keeps its own rules, and where an operator finds them. ';

/** Letters and blanks of a pattern that stand together: `(?:ignore|forget) all` gives `ignore`, `forget` and `all`. */
function wordsOf({ source }: RegExp): string[] {
  const plain = source.replace(/\\[pP]\{[^}]*\}|\\u\{?[0-9a-fA-F]+\}?|\\.|\{\d+,?\d*\}|\(\?<?[:!=]/g, '|');
  const runs = plain.match(/[\p{L}\p{M}'#<>@/:-][\p{L}\p{M}' #<>@/:-]*/gu) ?? [];
  return [...new Set(runs.map((run) => run.trim()))];
}

function seedsOf(pattern: RegExp): string[] {
  const words = wordsOf(pattern);
  return [
    ...words.flatMap((word) => fillers.map((filler) => `${word} ${filler}`)),
    // How far a pattern gets before it fails is what costs.
    ...words.slice(1).map((word, index) => `${words[index]} a ${word} b `),
    `${words.join(' a ')} `,
    ...odd,
  ];
}

const cpuMs = () => {
  const { user, system } = threadCpuUsage();
  return (user + system) / 1000;
};
const filled = (seed: string, length: number) =>
  seed.repeat(Math.ceil(length / seed.length)).slice(0, length);

/** The least of two times: the first may have compiled the pattern. */
function timeOf(work: () => void): number {
  const times = [1, 2].map(() => {
    const start = cpuMs();
    work();
    return cpuMs() - start;
  });
  return Math.min(...times);
}

type Slow = { name: string; ms: number; seed: string };
const bySlowness = (a: Slow, b: Slow) => b.ms - a.ms;
const print = (title: string, found: Slow[]) => {
  console.log(title);
  for (const { name, ms, seed } of found.slice(0, top))
    console.log(`  ${ms.toFixed(2)} ms\t${name}\t${JSON.stringify(seed.slice(0, 60))}`);
};

const patterns = [
  ...promptRules.map(({ name, pattern }) => ({ name, pattern })),
  ...promptRules.flatMap(({ name, gate }) => (gate ? [{ name: `${name} (gate)`, pattern: gate }] : [])),
  ...hazardRules.map(({ code, pattern }) => ({ name: code, pattern })),
];
const worst: Slow[] = patterns.map(({ name, pattern }) => {
  const times = seedsOf(pattern).map((seed) => {
    const text = filled(seed, windowLength);
    return { name, seed, ms: timeOf(() => pattern.test(text)) };
  });
  return times.sort(bySlowness)[0]!;
});
worst.sort(bySlowness);
print(`the slowest text for a pattern, ${windowLength} characters`, worst);

/** Of a whole judgement: its time, and the longest stretch of it that nothing can interrupt. */
function run(work: Sliced<unknown>): { all: number; longest: number } {
  let all = 0;
  let longest = 0;
  for (let done = false; !done;) {
    const start = cpuMs();
    done = work.next().done === true;
    const ms = cpuMs() - start;
    all += ms;
    longest = Math.max(longest, ms);
  }
  return { all, longest };
}

/** All that a language has phrases for, in sentences without an end, and each kind of them alone. */
const phraseSeeds = phraseTables.flatMap(({ phrases }) => {
  const lists = Object.values(phrases).map((list) =>
    list
      .split(/,(?![^{]*\})/)
      .flatMap((phrase) => expandPhrase(phrase.trim()).slice(0, 2))
      .join(' '),
  );
  return [lists.join(' '), ...lists];
});

let turn = 0;
/** One that was not normalised before. */
const fresh = (seed: string) => filled(`${turn++} ${filled(seed, textLength - 8)}`, textLength);
for (const [tier, judge] of [
  ['base tier', scorePrompt],
  ['advanced tier', hazardsIn],
] as const) {
  run(judge(fresh(ordinary)));
  const usual = run(judge(fresh(ordinary)));
  console.log(
    `${tier}, ordinary text: ${usual.all.toFixed(1)} ms, longest stretch ${usual.longest.toFixed(1)} ms`,
  );
  const seeds = new Set([...phraseSeeds, ...worst.slice(0, textCount).map(({ seed }) => seed), ...odd]);
  const found = [...seeds].map((seed) => ({ seed, name: '', ...run(judge(fresh(seed))) }));
  print(
    `${tier}, the slowest texts, ${textLength} characters`,
    found.map((one) => ({ ...one, ms: one.all })).sort(bySlowness),
  );
  print(`${tier}, the longest stretches`, found.map((one) => ({ ...one, ms: one.longest })).sort(bySlowness));
}
