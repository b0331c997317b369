import type { CallAttempt } from '@heliostat/contracts';
import type { Format } from '@heliostat/llm';
import type { CodedError } from '@heliostat/platform';
import type { Dispatcher } from 'undici';

/** Puts a provider's reply into the client's format. */
export type ReplyTranslation = {
  /** The client's body for the provider's whole one; throws where it is not what the format promises. */
  whole(body: Buffer): Buffer;
  /** The client asked for a stream: `whole` writes its events, though the provider did not stream. */
  streams: boolean;
  /** Bytes for the client as the provider's chunks come; undefined where nothing is to be sent yet. */
  stream(): TranslatedStream;
};

/** A provider's error in the place of a reply, with the status that it stands for. */
export type ReplyFault = { status: number; message: string; type?: string };

export type TranslatedStream = ByteTransform & {
  /** Whether anything of the reply has come yet; what was pushed out until then may be forgotten. */
  opened(): boolean;
  /** An error that came before anything of the reply. */
  fault(): ReplyFault | undefined;
};

/** A reply in the client's own format, which is looked into before it passes. */
export type OwnReply = {
  format: Format;
  /** The client asked for a stream: its events for a whole reply. Throws as `ReplyTranslation.whole` does. */
  events?(body: Buffer): Buffer;
};

/** Bytes that pass through something on their way to the client, without a change of format. */
export type ByteTransform = { push(chunk: Buffer): Buffer | undefined; end(): Buffer | undefined };

/** One call to a provider, ready to be made. */
export type Attempt = {
  pool: Dispatcher;
  origin: string;
  path: string;
  method: string;
  /** Flat list of names and values. */
  headers: string[];
  body: Buffer | null;
  /** Registry id, for the record. */
  providerId: string;
  model?: string;
  key?: CallAttempt['key'];
  /** Whether a reply of this status goes no further: another attempt may follow. */
  holds(status: number): boolean;
  /** Called when the request goes out to the provider, who may work on it from then on. */
  onSent?(): void;
  /** Called when this attempt's reply is the one that goes to the client, before its head is sent. */
  onChosen?(): void;
  /** Whether a header of the reply, by its name as spelled, is kept from the client. */
  withholds?(name: string): boolean;
  translation?: ReplyTranslation;
  /** Without a translation: an error that comes with a 2xx status is to count as a failure. */
  own?: OwnReply;
  /** Makes what a stream of server-sent events passes through; format and headers stay. */
  transform?: () => ByteTransform;
};

/** Why an attempt's reply did not go to the client. */
export type AttemptFailure = {
  attempt: Attempt;
  /** HTTP status; for a provider that could not be asked, that of our error. */
  status: number;
  /** Flat list of the reply's headers; empty where there was no reply. */
  headers: string[];
  /** At most 1 MB of the reply. */
  body: Buffer;
  contentType: string | undefined;
  /** Seconds from `Retry-After`, where stated. */
  retryAfterSeconds: number | undefined;
  /** Set where there was no reply. */
  error: CodedError | undefined;
  latencyMs: number;
};
