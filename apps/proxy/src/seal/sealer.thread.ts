import { parentPort, workerData } from 'node:worker_threads';
import { readCall } from '@heliostat/llm';
import { CodedError, createLogger } from '@heliostat/platform';
import { createObjectStore, type ObjectStore } from '@heliostat/stores/objects';
import { createSegmentQueue, type SegmentQueue } from '@heliostat/stores/queue';
import { checkWords } from './check-words.js';
import { lowerPriority } from './lower-priority.js';
import type { SealCommand, SealReport, SealThreadData } from './seal-messages.js';
import { Sealer } from './sealer.js';

/** The thread beside the proxy's event loop in which records are compressed and stored. */
const port = parentPort!;
const { config, directory } = workerData as SealThreadData;
const report = (message: SealReport) => port.postMessage(message);

function openObjects(): ObjectStore | undefined {
  try {
    return createObjectStore(config);
  } catch (error) {
    if (!(error instanceof CodedError)) throw error;
    report({ type: 'wrong-settings', message: error.message });
    return undefined;
  }
}

async function serve(objects: ObjectStore, queue: SegmentQueue): Promise<void> {
  const sealer = new Sealer({
    directory,
    objects,
    queue,
    readCall,
    redactAll: config.LOG_REDACT_PII,
    logger: createLogger('proxy', config.LOG_LEVEL).child({ thread: 'sealer' }),
    onSealed: (name, segments) => report({ type: 'sealed', name, segments }),
    onState: (error) => report({ type: 'state', error }),
  });
  const check = async (id: number) => {
    const [store, jobs] = await Promise.all([
      checkWords(() => objects.check()),
      checkWords(() => queue.check()),
    ]);
    report({ type: 'checked', id, objects: store, queue: jobs });
  };
  const stop = async (graceMs: number) => {
    await sealer.stop(graceMs);
    await queue.close();
    await objects.close();
    port.close();
  };
  port.on('message', (command: SealCommand) => {
    if (command.type === 'seal') sealer.add(command.name);
    else if (command.type === 'check') void check(command.id);
    else void stop(command.graceMs);
  });
}

lowerPriority();
const objects = openObjects();
if (objects) {
  report({ type: 'started' });
  await serve(objects, await createSegmentQueue(config));
}
