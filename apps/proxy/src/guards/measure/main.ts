import { createReadStream } from 'node:fs';
import { basename } from 'node:path';
import { performance } from 'node:perf_hooks';
import { createInterface } from 'node:readline';
import { atOnce } from '../in-slices.js';
import { scorePrompt } from '../security/local-detector.js';
import { hazardsIn } from '../security/local-hazards.js';

/**
 * Measures the local detector on files of samples, one JSON object a line: `{"text": "…", "label": "attack" | "benign"}`.
 * Prints how many attacks were found, how many benign texts were taken for one, and the time a text took.
 *
 *   npm run build && node apps/proxy/dist/guards/measure/main.js [--threshold 0.5] [--advanced] [--wrong] FILE…
 */
type Sample = { text: string; label: string };

type Tally = { count: number; hits: number; times: number[] };

const args = process.argv.slice(2);
const option = args.indexOf('--threshold');
const threshold = option < 0 ? 0.5 : Number(args.splice(option, 2)[1]);
const wrong = args.includes('--wrong');
const advanced = args.includes('--advanced');

/** As the stage judges: the advanced tier is asked where the base tier found nothing. */
function judge(text: string): { score: number; reasons: string[] } {
  const base = atOnce(scorePrompt(text));
  if (!advanced || base.score >= threshold) return base;
  const codes = atOnce(hazardsIn(text));
  return codes.length > 0 ? { score: 1, reasons: codes } : base;
}

async function measure(file: string): Promise<Map<string, Tally>> {
  const tallies = new Map<string, Tally>();
  for await (const line of createInterface({ input: createReadStream(file) })) {
    if (line === '') continue;
    const { text, label } = JSON.parse(line) as Sample;
    const tally = tallies.get(label) ?? { count: 0, hits: 0, times: [] };
    tallies.set(label, tally);
    const start = performance.now();
    const { score, reasons } = judge(text);
    tally.times.push(performance.now() - start);
    tally.count++;
    const hit = score >= threshold;
    if (hit) tally.hits++;
    if (wrong && hit !== (label === 'attack'))
      console.log(
        JSON.stringify({ label, score: Number(score.toFixed(2)), reasons, text: text.slice(0, 400) }),
      );
  }
  return tallies;
}

/** Wilson's interval of 95 % for a share, in percent. */
function interval(hits: number, count: number): string {
  const z = 1.96;
  const share = hits / count;
  const middle = share + (z * z) / (2 * count);
  const reach = z * Math.sqrt((share * (1 - share)) / count + (z * z) / (4 * count * count));
  const edge = (value: number) => ((100 * Math.max(0, value)) / (1 + (z * z) / count)).toFixed(1);
  return `${edge(middle - reach)} to ${edge(middle + reach)}`;
}

const at = (sorted: readonly number[], share: number) => sorted[Math.floor((sorted.length - 1) * share)] ?? 0;

for (const file of args.filter((arg) => !arg.startsWith('--'))) {
  for (const [label, { count, hits, times }] of await measure(file)) {
    times.sort((a, b) => a - b);
    const share = ((100 * hits) / count).toFixed(1);
    console.log(
      `${basename(file)}\t${label}\t${hits} of ${count} (${share} %, 95 %: ${interval(hits, count)}) taken for attacks\t` +
        `median ${at(times, 0.5).toFixed(2)} ms, p99 ${at(times, 0.99).toFixed(2)} ms, max ${at(times, 1).toFixed(1)} ms`,
    );
  }
}
