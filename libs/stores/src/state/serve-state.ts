import { errorMessage } from '@heliostat/platform';
import {
  isStateQuestion,
  type MessageChannel,
  type StateAnswer,
  type StateQuestion,
} from './message-channel.js';
import type {
  CacheAnswer,
  CacheQuestion,
  CacheStoring,
  LimitSettlement,
  LimitTake,
  SharedState,
} from './shared-state.js';

/**
 * Answers one process' questions to the state that this one owns. Call what is returned when that process is gone:
 * its flights end, so that nobody waits for them.
 */
export function serveState(state: SharedState, channel: MessageChannel): () => void {
  const leases = new Map<string, string>();
  const gone = new AbortController();

  const run = async ({ method, args }: StateQuestion): Promise<unknown> => {
    switch (method) {
      case 'lookup': {
        const [question] = args as [CacheQuestion];
        const answer: CacheAnswer = await state.lookup(question);
        if (answer.kind !== 'leader') return answer;
        if (gone.signal.aborted) await state.release(question.key, answer.lease);
        else leases.set(question.key, answer.lease);
        return answer;
      }
      case 'store':
        return state.store(...(args as [CacheStoring]));
      case 'release': {
        const [key, lease] = args as [string, string];
        if (leases.get(key) === lease) leases.delete(key);
        return state.release(key, lease);
      }
      case 'wait': {
        const [key, timeoutMs] = args as [string, number];
        return state.wait(key, timeoutMs, gone.signal);
      }
      case 'recent':
        return state.recent(...(args as [string]));
      case 'addRecent':
        return state.addRecent(...(args as [string, Uint8Array, number, string]));
      case 'take':
        return state.take(...(args as [LimitTake[]]));
      case 'settle':
        return state.settle(...(args as [LimitSettlement[]]));
    }
  };

  channel.onMessage((message) => {
    if (!isStateQuestion(message)) return;
    const answer = (rest: Partial<StateAnswer>) =>
      void channel.send({ type: 'state!', id: message.id, ...rest } satisfies StateAnswer);
    run(message).then(
      (value) => answer({ value }),
      (error: unknown) => answer({ error: errorMessage(error) }),
    );
  });

  return () => {
    gone.abort();
    for (const [key, lease] of leases) state.release(key, lease).catch(() => {});
    leases.clear();
  };
}
