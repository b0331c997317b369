import { CodedError } from '@heliostat/platform';
import type { CreditRefusal } from '../credits/credit-ledger.js';
import { uuidV7 } from '../identity/uuid-v7.js';
import type { CallFacts } from '../pipeline/call-facts.js';
import type { StageReply } from '../pipeline/stage.js';

/** Why something that a client asked for in a session is not passed on. */
export type TurnRefusal = {
  /** Of its row; and when it was refused, in epoch milliseconds. */
  id: string;
  createdAt: number;
  /** As over HTTP, for the row. */
  status: number;
  /** Of OpenAI's error event. */
  type: string;
  code: string;
  message: string;
  facts: CallFacts;
  /** `event_id` of the client's event. */
  eventId?: string | undefined;
  /** The session cannot go on: nobody pays for what the provider does by itself. */
  ends?: true;
};

/** What is wrong, without whose it is. */
export type TurnFault = Pick<TurnRefusal, 'status' | 'type' | 'code' | 'message' | 'ends'>;

export const tooManyAsked: TurnFault = {
  status: 429,
  type: 'rate_limit_error',
  code: 'too_many_responses',
  message: 'Too many replies of this session are under way. Wait for one of them to end.',
};

/** A coded error of a limit, in the words of the realtime API. */
export function faultOf(error: unknown): TurnFault {
  const { status, code, message } =
    error instanceof CodedError
      ? error
      : new CodedError('proxy/fault', 'The gateway failed on this event.', 500);
  if (status === 429) return { status, type: 'rate_limit_error', code: 'rate_limit_exceeded', message };
  return { status, type: status < 500 ? 'invalid_request_error' : 'server_error', code, message };
}

export const creditFault = ({ status, message }: CreditRefusal): TurnFault =>
  status === 429
    ? { status, type: 'insufficient_quota', code: 'insufficient_quota', message, ends: true }
    : { status, type: 'permission_error', code: 'wallet_suspended', message, ends: true };

export const unpriced = (model: string | undefined): TurnFault => ({
  status: 403,
  type: 'permission_error',
  code: 'model_without_price',
  message: `Credits do not pay for ${model ?? 'this model'}, whose price is not known: add a key for OpenAI under Settings → Providers, or a price for the model.`,
  ends: true,
});

/** A guard's refusal; its body is the one that is given over HTTP. */
export function guardFault({ status, chunks, error = '' }: StageReply): TurnFault {
  const body = JSON.parse(Buffer.concat(chunks).toString()) as { error?: { code?: string } };
  return { status, type: 'invalid_request_error', code: body.error?.code ?? 'refused', message: error };
}

/** A refusal as OpenAI's realtime API tells errors. */
export function errorEvent({ type, code, message, eventId }: TurnRefusal): Buffer {
  const error = { type, code, message, param: null, event_id: eventId ?? null };
  return Buffer.from(JSON.stringify({ type: 'error', event_id: `event_${uuidV7()}`, error }));
}
