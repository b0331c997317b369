import type { Stage } from '../pipeline/stage.js';

/**
 * Stage of `Heliostat-Redact-PII: true`: marks the record, and the sealer redacts its bodies before they are kept; the
 * provider gets the original. First of all stages: the body of a call that another one refuses is kept too.
 */
export function createRedactStage(): Stage {
  return {
    name: 'redact',
    wanted: ({ features }) => features.redactPii,
    run(call) {
      call.facts.redact = true;
      return undefined;
    },
  };
}
