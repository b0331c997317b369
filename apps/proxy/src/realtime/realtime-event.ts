import type { JsonObject } from '../pipeline/call.js';

/** An event says what it is near its beginning. */
const headBytes = 512;
const audioAppend = Buffer.from('"input_audio_buffer.append"');

/** The bytes in which an event's type is looked for. */
export const eventHead = (event: Buffer): Buffer => event.subarray(0, headBytes);

/** Whether an event of a client's brings audio, by its beginning: these are many, and nothing else is in them. */
export const isAudio = (head: Buffer): boolean => head.includes(audioAppend);

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
