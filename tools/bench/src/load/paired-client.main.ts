import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { cpuNanos } from '../process/proc.js';
import { pairedJobSchema } from './paired-job.js';
import { planTurns, summarise, type Block, type Turn } from './paired-plan.js';
import { openSender, type Sender } from './sender.js';

/** A child process: the name of a file with its job (JSON), one JSON line out. */
const { off, on, perSecond, seconds, warmSeconds, blockMs, pid } = pairedJobSchema.parse(
  JSON.parse(readFileSync(process.argv[2] ?? '', 'utf8')),
);
/** What the proxy does after a reply (its record, the cache) belongs to the block. */
const settleMs = 20;

const senders: Record<Turn, Sender> = { off: await openSender(off), on: await openSender(on) };
const blocks: Record<Turn, Block[]> = { off: [], on: [] };
for (const turn of ['off', 'on'] as const) await runBlock(senders[turn], warmSeconds * 1000);
for (const turn of planTurns(Math.max(1, Math.round((seconds * 1000) / blockMs))))
  blocks[turn].push(await runBlock(senders[turn], blockMs));
console.log(JSON.stringify({ off: summarise(blocks.off), on: summarise(blocks.on) }));
for (const sender of Object.values(senders)) sender.close();

/** Calls at fixed times whatever the replies do; resolves once all are answered. */
async function runBlock(sender: Sender, ms: number): Promise<Block> {
  const total = Math.max(1, Math.round((ms / 1000) * perSecond));
  const before = cpuNanos(pid);
  const calls: ReturnType<Sender['send']>[] = [];
  const start = performance.now();
  await new Promise<void>((resolve) => {
    const timer = setInterval(() => {
      const due = Math.min(total, Math.floor(((performance.now() - start) / 1000) * perSecond) + 1);
      while (calls.length < due) calls.push(sender.send());
      if (calls.length < total) return;
      clearInterval(timer);
      resolve();
    }, 1);
  });
  const answers = await Promise.all(calls);
  await sleep(settleMs);
  const after = cpuNanos(pid);
  const samples = answers.filter((answer) => answer !== null);
  return {
    samples,
    failed: answers.length - samples.length,
    cpuNanos: before === undefined || after === undefined ? undefined : after - before,
  };
}
