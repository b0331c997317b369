import { isRecord } from '@heliostat/llm';
import type { Stage } from '../pipeline/stage.js';

const chatPath = /\/(chat\/)?completions(\?|$)/;

/**
 * Stage of `Helicone-Stream-Usage: true`: streamed chat completions are asked for their usage
 * (`stream_options.include_usage`), so that the log need not estimate it. Other calls pass unchanged.
 */
export function createStreamUsageStage(): Stage {
  return {
    name: 'stream-usage',
    wanted: ({ features }) => features.streamUsage,
    run(call) {
      if (!chatPath.test(call.head.path)) return undefined;
      const { json } = call;
      if (json?.['stream'] !== true) return undefined;
      const options = isRecord(json['stream_options']) ? json['stream_options'] : {};
      if (options['include_usage'] === true) return undefined;
      call.replaceJson({ ...json, stream_options: { ...options, include_usage: true } });
      return undefined;
    },
  };
}
