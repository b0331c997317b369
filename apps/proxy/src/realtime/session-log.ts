import type { Spool } from '../spool/spool.js';
import { ForeignLog } from './foreign-log.js';
import type { SessionGuard } from './session-guard.js';
import { TurnLog, type SessionLog } from './turn-log.js';
import type { TurnContext } from './turn-record.js';

export type SessionLogOptions = {
  spool: Pick<Spool, 'enqueue'>;
  context: TurnContext;
  /** The provider's, by which it is told what is spoken. */
  url: URL;
  /** From the URL; what is said in the session beats it. */
  model: string | undefined;
  maxBytes: number;
  guard: SessionGuard;
  nextId: () => string;
  /** A row was not taken into the log. */
  onLost: () => void;
};

/** OpenAI's, and what is compatible with it. */
const openAi = /\/realtime\/?$/i;
/** `google.ai.generativelanguage.v1beta.GenerativeService.BidiGenerateContent`, and Vertex AI's of that name. */
const geminiLive = /BidiGenerateContent(?:Constrained)?\/?$/;

export function createSessionLog(options: SessionLogOptions): SessionLog {
  const { spool, context, url, model, maxBytes, guard, nextId, onLost } = options;
  const log = new TurnLog(spool, context, model, maxBytes, guard, nextId, onLost);
  if (openAi.test(url.pathname)) return log;
  const live = geminiLive.test(url.pathname);
  return new ForeignLog(spool, context, model, live, maxBytes, guard, nextId, log, onLost);
}
