import { parseArgs } from 'node:util';
import { createSimulator } from './simulator.js';

const usage = `node tools/simulator/dist/main.js [--port 9001] [--host 127.0.0.1] [--seed 1]
    [--latency-ms N] [--ttft-ms N] [--chunk-ms N] [--record N]
Requests may set x-sim-latency-ms, -ttft-ms, -chunk-ms, -status, -fail, -tokens, -usage, -cached-tokens, -encoding.`;

const option = { type: 'string' } as const;
const { values } = parseArgs({
  options: {
    port: option,
    host: option,
    seed: option,
    'latency-ms': option,
    'ttft-ms': option,
    'chunk-ms': option,
    record: option,
    help: { type: 'boolean' },
  },
});
if (values.help) {
  console.log(usage);
  process.exit(0);
}

function number(name: 'port' | 'seed' | 'latency-ms' | 'ttft-ms' | 'chunk-ms' | 'record', fallback: number) {
  const value = Number(values[name] ?? fallback);
  if (Number.isFinite(value) && value >= 0) return value;
  console.error(`--${name}: expected a number, got ${values[name]}\n${usage}`);
  process.exit(2);
}

const simulator = await createSimulator({
  port: number('port', 9001),
  host: values.host,
  seed: number('seed', 1),
  recordLimit: number('record', 1000),
  defaults: {
    latencyMs: number('latency-ms', 0),
    ttftMs: number('ttft-ms', 0),
    chunkMs: number('chunk-ms', 0),
  },
}).catch((error: NodeJS.ErrnoException) => {
  console.error(
    error.code === 'EADDRINUSE'
      ? `Port ${values.port ?? 9001} is taken; choose another by --port.`
      : error.message,
  );
  process.exit(1);
});
console.log(`simulator listens on ${simulator.url}`);
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.once(signal, () => void simulator.close().then(() => process.exit(0)));
