import type { WebSocket } from 'ws';
import { spoolFull } from '../errors/spool-full.js';
import { isEvent, type Frame } from './realtime-event.js';
import type { SessionGuard } from './session-guard.js';
import type { SessionLog } from './turn-log.js';
import { errorEvent, type TurnRefusal } from './turn-refusal.js';

/** Bytes that may wait for a slow side before the other is paused. */
const maxWaiting = 1024 * 1024;
/** What a frame costs beside its bytes: many small ones are not small together. */
const frameBytes = 128;
/** How long a side may take to answer a close. */
const closeMs = 5_000;
const cancel = Buffer.from('{"type":"response.cancel"}');
const policyViolation = 1008;
const tryLater = 1013;
/** Of a reason for a close, in bytes: no more than 123 fit. */
const maxReason = 120;

/**
 * Passes frames between a client and a provider, both ways, until one of them leaves; text frames are read for the log,
 * and held to what the key may do.
 */
export class RealtimeSession {
  /** Frames for the client behind one that waits for its record. */
  private held: Frame[] | undefined = undefined;
  private heldBytes = 0;
  /** Frames of the client behind one that is being checked, and their bytes. */
  private unchecked: Frame[] | undefined = undefined;
  private uncheckedBytes = 0;
  private ended = false;
  /** Closes the client's side once it has got what is held. */
  private closing: (() => void) | undefined = undefined;

  constructor(
    private readonly client: WebSocket,
    private readonly provider: WebSocket,
    private readonly log: SessionLog,
    private readonly guard: SessionGuard,
    private readonly onEnd: () => void,
  ) {
    client.on('message', (data, binary) => this.fromClient({ data: asBuffer(data), binary }));
    provider.on('message', (data, binary) => this.fromProvider({ data: asBuffer(data), binary }));
    client.on('close', (code, reason) => this.end(true, code, reason));
    provider.on('close', (code, reason) => this.end(false, code, reason));
    // A close follows every error.
    client.on('error', () => {});
    provider.on('error', () => {});
  }

  /** Ends the session from our side (1001, "going away"). */
  close(): void {
    this.end(false, 1001, Buffer.from('The gateway is being restarted.'));
  }

  /** A reply is not in the log, in an installation that forwards nothing unlogged. */
  unlogged(): void {
    this.end(false, tryLater, reasonOf(spoolFull.message));
  }

  /** The session's key was revoked, or may no longer write. */
  revoke(): void {
    this.end(false, policyViolation, Buffer.from('The key of this session was revoked.'));
  }

  /** The provider began a reply by itself that may not be made. */
  overrun(refusal: TurnRefusal): void {
    if (this.ended) return;
    pass(this.client, this.provider, cancel, false);
    this.tell(errorEvent(refusal));
    if (refusal.ends) this.end(false, policyViolation, reasonOf(refusal.message));
  }

  /** Sides may send until they have answered a close; what they say then belongs to no session. */
  private fromClient(frame: Frame): void {
    if (this.ended) return;
    const { data } = frame;
    if (this.unchecked !== undefined) {
      this.unchecked.push(frame);
      this.uncheckedBytes += data.length + frameBytes;
      if (this.uncheckedBytes >= maxWaiting) this.client.pause();
      return;
    }
    const checking = isEvent(frame) ? this.guard.check(data) : undefined;
    if (!(checking instanceof Promise)) return this.checked(frame, checking);
    this.unchecked = [];
    void checking.then((refusal) => {
      if (!this.ended) this.checked(frame, refusal);
      this.checkRest();
    });
  }

  private checked(frame: Frame, refusal: TurnRefusal | undefined): void {
    const { data, binary } = frame;
    if (refusal !== undefined) {
      this.log.rejected(refusal, data);
      return this.tell(errorEvent(refusal));
    }
    if (isEvent(frame)) this.log.fromClient(data);
    pass(this.client, this.provider, data, binary);
  }

  private checkRest(): void {
    const frames = this.unchecked ?? [];
    this.unchecked = undefined;
    this.uncheckedBytes = 0;
    if (this.ended) return;
    for (const frame of frames) this.fromClient(frame);
    if (this.client.isPaused && this.uncheckedBytes < maxWaiting && this.provider.bufferedAmount < maxWaiting)
      this.client.resume();
  }

  /** An event of ours for the client, in its turn. */
  private tell(event: Buffer): void {
    if (this.held !== undefined) this.hold({ data: event, binary: false });
    else pass(this.provider, this.client, event, false);
  }

  private fromProvider(frame: Frame): void {
    if (this.ended) return;
    if (this.held !== undefined) return this.hold(frame);
    if (isEvent(frame) && this.log.fromProvider(frame.data, () => this.release())) this.held = [frame];
    else pass(this.provider, this.client, frame.data, frame.binary);
  }

  /** A disk that hangs does not fill the memory. */
  private hold(frame: Frame): void {
    this.held!.push(frame);
    this.heldBytes += frame.data.length + frameBytes;
    if (this.heldBytes >= maxWaiting) this.provider.pause();
  }

  /** The record is written: its event goes out, and what came meanwhile. */
  private release(): void {
    const [first, ...rest] = this.held ?? [];
    this.held = undefined;
    this.heldBytes = 0;
    if (first !== undefined) pass(this.provider, this.client, first.data, first.binary);
    for (const frame of rest) {
      // Of a session that ended, what came before its end was logged then.
      if (this.ended) pass(this.provider, this.client, frame.data, frame.binary);
      else this.fromProvider(frame);
    }
    if (this.ended) this.closing?.();
    else if (this.provider.isPaused && this.heldBytes < maxWaiting && this.client.bufferedAmount < maxWaiting)
      this.provider.resume();
  }

  private end(byClient: boolean, code: number, reason: Buffer): void {
    if (this.ended) return;
    this.ended = true;
    const [, ...late] = this.held ?? [];
    for (const frame of late) if (isEvent(frame)) this.log.fromProvider(frame.data, () => {});
    this.log.end(byClient);
    this.guard.close();
    closeSide(this.provider, code, reason);
    if (this.held === undefined || byClient) closeSide(this.client, code, reason);
    else this.closing = () => closeSide(this.client, code, reason);
    this.onEnd();
  }
}

function pass(from: WebSocket, to: WebSocket, data: Buffer, binary: boolean): void {
  if (to.readyState !== to.OPEN) return;
  to.send(data, { binary }, () => {
    if (from.isPaused && to.bufferedAmount < maxWaiting) from.resume();
  });
  if (to.bufferedAmount >= maxWaiting) from.pause();
}

/** Codes below 1000 and those that only a library may report (1004–1006, 1015) cannot be sent. */
function closeSide(side: WebSocket, code: number, reason: Buffer): void {
  if (side.readyState === side.CLOSED) return;
  const sendable = code >= 1000 && code < 5000 && ![1004, 1005, 1006, 1015].includes(code);
  if (sendable) side.close(code, reason);
  else side.close();
  setTimeout(() => side.terminate(), closeMs).unref();
}

const reasonOf = (message: string): Buffer =>
  Buffer.from(message.slice(0, maxReason).replace(/[^\x20-\x7e]/g, '?'));

function asBuffer(data: Buffer | ArrayBuffer | Buffer[]): Buffer {
  if (Buffer.isBuffer(data)) return data;
  return Array.isArray(data) ? Buffer.concat(data) : Buffer.from(data);
}
