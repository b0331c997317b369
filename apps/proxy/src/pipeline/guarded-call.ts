import type { Call } from './call.js';
import type { Stage } from './stage.js';

/** What limits and guards need of a call: of one over HTTP, or of one reply of a realtime session. */
export type GuardedCall = Pick<
  Call,
  'head' | 'facts' | 'json' | 'id' | 'org' | 'reply' | 'degrade' | 'onEnd'
> & {
  readonly exchange: { readonly decided: boolean; readonly providerId: string };
};

/** A stage that looks at both. */
export type GuardStage = Omit<Stage, 'run'> & {
  run(call: GuardedCall): ReturnType<Stage['run']>;
};
