import { CodedError, errorMessage, loadConfig } from '@heliostat/platform';
import { createSimulator, Random } from '@heliostat/simulator';
import { SingleBar } from 'cli-progress';
import { readSetup } from './account/demo-account.js';
import { findKey } from './account/find-key.js';
import { readDemoOptions, usage } from './demo-options.js';
import { CallSender } from './traffic/call-sender.js';
import { runDay } from './traffic/run-day.js';
import { Tally } from './traffic/tally.js';

const stop = new AbortController();
process.on('SIGINT', () => {
  if (stop.signal.aborted) process.exit(130);
  stop.abort();
});

try {
  await demo();
} catch (error) {
  console.error(`✖ ${errorMessage(error)}`);
  process.exitCode = error instanceof CodedError && error.code === 'demo/usage' ? 2 : 1;
}

async function demo(): Promise<void> {
  const options = readDemoOptions(process.argv.slice(2), process.env);
  if (options.help) return console.log(usage);
  const config = loadConfig(process.env);
  const webUrl = (options.url ?? config.publicUrl).replace(/\/+$/, '');
  const setup = await readSetup(webUrl);
  const { apiKey, account } = await findKey(options.key, setup, webUrl, config.HELIOSTAT_DATA_DIR);
  const simulator = await createSimulator({ recordLimit: 0 });
  const random = new Random(options.seed ?? Date.now() % 2 ** 31);
  const sender = new CallSender({ proxyUrl: setup.proxyUrl, simulatorUrl: simulator.url, apiKey, random });

  console.log(
    `A day of traffic in ${options.minutes} minutes, from a simulator of the providers through ${setup.proxyUrl}.`,
  );
  if (account) console.log(`Sign in at ${webUrl} as ${account.email}, password ${account.password}`);
  else console.log(`Watch it at ${webUrl}/dashboard`);
  try {
    for (let day = 1; !stop.signal.aborted && (day === 1 || options.forever); day++) {
      const tally = new Tally();
      const bar = new SingleBar({
        format: `day ${day} [{bar}] {value}/{total} sessions · {calls} calls · {failed} failed`,
        hideCursor: true,
        noTTYOutput: true,
        notTTYSchedule: 10_000,
      });
      bar.start(options.sessions, 0, { calls: 0, failed: 0 });
      try {
        await runDay({
          sender,
          random,
          tally,
          durationMs: options.minutes * 60_000,
          sessions: options.sessions,
          signal: stop.signal,
          onProgress: (done) => bar.update(done, { calls: tally.calls, failed: tally.failed }),
        });
      } finally {
        bar.stop();
      }
      summarise(tally, webUrl);
    }
  } finally {
    await simulator.close();
  }
}

function summarise(tally: Tally, webUrl: string): void {
  const providers = [...tally.byProvider]
    .sort((a, b) => b[1] - a[1])
    .map(([name, calls]) => `${name} ${calls}`);
  console.log(
    `${tally.calls} calls: ${tally.failed} failed and ${tally.cancelled} streams were cancelled, on purpose unless listed below.\n` +
      `  ${providers.join(' · ')}`,
  );
  for (const [status, count] of tally.unplanned)
    console.log(`  ! ${count} calls failed with ${status} unplanned`);
  console.log(`▸ ${webUrl}/dashboard`);
}
