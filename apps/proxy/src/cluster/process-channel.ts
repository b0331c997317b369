import type { Worker } from 'node:cluster';
import type { MessageChannel } from '@heliostat/stores/state';

const ignore = () => {};

/** In a process of the proxy: the line to the first one. */
export function primaryChannel(): MessageChannel {
  return {
    send: (message) => {
      if (!process.connected) return false;
      // Without a listener of its own, a line that breaks at this moment is a crash.
      process.send?.(message, undefined, undefined, ignore);
      return true;
    },
    onMessage: (listener) => void process.on('message', listener),
  };
}

/** In the first process: the line to another. */
export function workerChannel(worker: Worker): MessageChannel {
  return {
    send: (message) => {
      if (!worker.isConnected()) return false;
      worker.send(message as object, ignore);
      return true;
    },
    onMessage: (listener) => void worker.on('message', listener),
  };
}
