import { EventEmitter } from 'node:events';
import type { Queue, Worker } from 'bullmq';
import { logQueueFaults } from './log-queue-faults.js';

const startSut = () => {
  const lines: [fields: object, words: string][] = [];
  const worker = Object.assign(new EventEmitter(), { name: 'ingest' });
  const queue = Object.assign(new EventEmitter(), { name: 'rollup' });
  const clock = { now: 0 };
  logQueueFaults(
    [worker as unknown as Worker, queue as unknown as Queue],
    { warn: (fields, words) => lines.push([fields, words]) },
    () => clock.now,
  );
  return { worker, queue, lines, clock };
};

describe(logQueueFaults.name, () => {
  it('writes a line for all locks that were lost at once, not one for each', () => {
    const { worker, lines } = startSut();
    worker.emit('lockRenewalFailed', ['a', 'b']);
    for (const id of ['a', 'b']) worker.emit('error', new Error(`could not renew lock for job ${id}`));
    expect(lines).toEqual([[{ queue: 'ingest', jobs: 2 }, expect.stringContaining('lost their locks')]]);
  });

  it('writes a line for a fault of a worker or of a queue, without its stack', () => {
    const { worker, queue, lines } = startSut();
    worker.emit('error', new Error('Connection terminated'));
    queue.emit('error', new Error('connect ECONNREFUSED'));
    expect(lines).toEqual([
      [{ queue: 'ingest', error: 'Connection terminated' }, expect.any(String)],
      [{ queue: 'rollup', error: 'connect ECONNREFUSED' }, expect.any(String)],
    ]);
  });

  it('says the same of all queues once in ten seconds', () => {
    const { worker, queue, lines, clock } = startSut();
    for (const source of [worker, queue, worker]) source.emit('error', new Error('starting up'));
    expect(lines).toHaveLength(1);
    clock.now = 10_000;
    queue.emit('error', new Error('starting up'));
    expect(lines).toHaveLength(2);
  });
});
