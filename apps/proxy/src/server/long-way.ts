import type { CodedError } from '@heliostat/platform';
import type { TargetRoute } from '../doors/target-table.js';
import { DoorSender, type DoorSenderDependencies } from '../attempts/door-sender.js';
import type { Exchange } from '../forward/exchange.js';
import { Call } from '../pipeline/call.js';
import type { CallHead } from '../pipeline/call-head.js';
import { outcomeOf } from '../pipeline/call-outcome.js';
import type { Pipeline } from '../pipeline/pipeline.js';
import { readBody } from '../pipeline/read-body.js';
import type { Stage } from '../pipeline/stage.js';

/** The way of calls that ask for a feature: the whole body first, then the stages, then one attempt or several. */
export class LongWay {
  private readonly sender: DoorSender;

  constructor(
    private readonly pipeline: Pipeline,
    dependencies: DoorSenderDependencies,
  ) {
    this.sender = new DoorSender(dependencies);
  }

  /** Whether a call of a provider's door asks for anything; the stages it asks for, or undefined. */
  stagesOf(head: CallHead): Stage[] | undefined {
    const { retryEnabled, fallbacks, streamForceFormat } = head.features;
    const stages = this.pipeline.wanted(head);
    if (stages !== undefined) return stages;
    return retryEnabled || fallbacks !== undefined || streamForceFormat ? [] : undefined;
  }

  /** Takes a call of a provider's door through its stages and sends it. */
  send(exchange: Exchange, head: CallHead, stages: readonly Stage[], route: TargetRoute): void {
    this.take(exchange, head, stages, (call) => this.sender.send(call, route));
  }

  /** Reads the body, runs the stages, and leaves the rest to `send`; `fail` words errors of ours for the client. */
  take(
    exchange: Exchange,
    head: CallHead,
    stages: readonly Stage[],
    send: (call: Call) => Promise<void> | void,
    fail: (error: CodedError) => void = (error) => exchange.fail(error),
  ): void {
    const { maxBody } = exchange.context;
    if (exchange.req.headers.expect?.toLowerCase() === '100-continue') exchange.res.writeContinue();
    readBody(exchange, maxBody, fail, (body, release) => {
      const call = new Call(exchange, head, body);
      exchange.additions = {
        replyHeaders: call.replyHeaders,
        degraded: call.degraded,
        closing: () => call.close(this.pipeline.onListenerFault),
        recorded: () => {
          if (call.hasEndListeners) call.end(outcomeOf(exchange), this.pipeline.onListenerFault);
        },
      };
      void this.pipeline.run(call, stages, send, fail).finally(release);
    });
  }
}
