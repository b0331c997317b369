import type { JsonObject } from '../pipeline/call.js';

/** An event says what it is near its beginning. */
const headBytes = 512;
const audioAppend = Buffer.from('"input_audio_buffer.append"');
/** Such an event as all clients write it, up to its audio and from there on. */
const audioStart =
  /^\s*\{\s*(?:"event_id"\s*:\s*"[^"\\]*"\s*,\s*)?"type"\s*:\s*"input_audio_buffer\.append"\s*,\s*"audio"\s*:\s*"/;
const audioEnd = /^"\s*(?:,\s*"event_id"\s*:\s*"[^"\\]*"\s*)?\}\s*$/;
const quote = 34;
const brace = 123;

export type Frame = { data: Buffer; binary: boolean };

/** Whether a frame is to be read: providers take events in binary frames as well. */
export const isEvent = ({ data, binary }: Frame): boolean => !binary || data[firstOf(data)] === brace;

function firstOf(data: Buffer): number {
  let at = 0;
  while (at < data.length && data[at]! <= 32) at++;
  return at;
}

/** The bytes in which an event's type is looked for. */
export const eventHead = (event: Buffer): Buffer => event.subarray(0, headBytes);

/**
 * Whether an event of a client's brings audio: these are many, and nothing else is in them. The name alone proves
 * nothing, as it may stand in any other event; so one that is not written as usual is read.
 */
export function isAudio(event: Buffer): boolean {
  if (!eventHead(event).includes(audioAppend) && !event.subarray(-headBytes).includes(audioAppend))
    return false;
  const start = audioStart.exec(eventHead(event).toString('latin1'));
  if (start !== null) {
    const end = event.indexOf(quote, start[0].length);
    if (end > 0 && event.length - end <= headBytes && audioEnd.test(event.toString('latin1', end)))
      return true;
  }
  return readEvent(event)?.['type'] === 'input_audio_buffer.append';
}

/** An event as an object; undefined where it is none. */
export function readEvent(event: Buffer): JsonObject | undefined {
  try {
    const value: unknown = JSON.parse(event.toString());
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as JsonObject)
      : undefined;
  } catch {
    return undefined;
  }
}
