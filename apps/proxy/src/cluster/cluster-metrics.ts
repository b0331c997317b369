import { AggregatorRegistry, type Registry } from 'prom-client';
import type { Worker } from 'node:cluster';
import type { ShownMetrics } from '../server/create-proxy.js';

type MetricsQuestion = { type: 'metrics?'; id: number };
type MetricsAnswer = { type: 'metrics!'; id: number; text: string };

/** In a worker: `/metrics` of one process asks the primary, which adds up those of all. */
export function shareMetrics(registry: Registry): ShownMetrics {
  AggregatorRegistry.setRegistries([registry]);
  // Its constructor makes this process answer the primary's collection.
  new AggregatorRegistry();
  const waiting = new Map<number, (text: string) => void>();
  let last = 0;
  process.on('message', (message: MetricsAnswer) => {
    if (message.type !== 'metrics!') return;
    waiting.get(message.id)?.(message.text);
    waiting.delete(message.id);
  });
  return {
    contentType: registry.contentType,
    metrics: () =>
      new Promise((resolve) => {
        const question: MetricsQuestion = { type: 'metrics?', id: ++last };
        waiting.set(question.id, resolve);
        process.send?.(question);
      }),
  };
}

/** In the primary: answers the workers' questions. */
export function answerMetrics(): (worker: Worker, message: unknown) => void {
  const aggregator = new AggregatorRegistry();
  return (worker, message) => {
    if (!isQuestion(message)) return;
    aggregator
      .clusterMetrics()
      .catch((error: unknown) => `# not all processes answered: ${String(error)}\n`)
      .then((text) => {
        const answer: MetricsAnswer = { type: 'metrics!', id: message.id, text };
        if (worker.isConnected()) worker.send(answer);
      })
      .catch(() => {});
  };
}

const isQuestion = (message: unknown): message is MetricsQuestion =>
  typeof message === 'object' && message !== null && 'type' in message && message.type === 'metrics?';
