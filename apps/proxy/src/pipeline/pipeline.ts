import { CodedError, errorMessage, type Logger } from '@heliostat/platform';
import type { Call } from './call.js';
import type { CallHead } from './call-head.js';
import type { Stage } from './stage.js';

/** The features that a call asked for, in their order. */
export class Pipeline {
  constructor(
    private readonly stages: readonly Stage[],
    private readonly logger: Logger,
  ) {}

  /** The stages that this call is to go through; undefined where it asks for none. */
  wanted(head: CallHead): Stage[] | undefined {
    let wanted: Stage[] | undefined;
    for (const stage of this.stages) {
      if (!stage.wanted(head)) continue;
      if (wanted === undefined) wanted = [stage];
      else wanted.push(stage);
    }
    return wanted;
  }

  /** Runs the stages; `send` is called when none of them answered. Never rejects. */
  async run(
    call: Call,
    stages: readonly Stage[],
    send: (call: Call) => Promise<void> | void,
    fail: (error: CodedError) => void,
  ): Promise<void> {
    try {
      for (const stage of stages) {
        const running = stage.run(call);
        const reply = running instanceof Promise ? await running : running;
        if (call.exchange.decided) return;
        if (reply !== undefined) return call.exchange.answer(reply);
      }
      await send(call);
    } catch (error) {
      if (!call.exchange.decided) fail(this.fault(error));
    }
  }

  /** What a feature still had to do at a call's end has failed: the client has its reply all the same. */
  readonly onListenerFault = (error: unknown): void =>
    this.logger.error({ error: errorMessage(error) }, 'a feature failed at the end of a request');

  private fault(error: unknown): CodedError {
    if (error instanceof CodedError) return error;
    if (isTooDeep(error)) return tooDeep;
    this.logger.error({ error: errorMessage(error) }, 'a feature failed on a request');
    return new CodedError('proxy/fault', 'The gateway failed on this request.');
  }
}

const tooDeep = new CodedError(
  'proxy/body-too-deep',
  'The JSON of the body is nested too deeply to be read: some thousand levels of lists and objects are the most.',
  400,
);

/** Only what walks through a client's value goes as deep as that is: V8 parses any depth, and writes some 4,000. */
const isTooDeep = (error: unknown) =>
  error instanceof RangeError && error.message === 'Maximum call stack size exceeded';
