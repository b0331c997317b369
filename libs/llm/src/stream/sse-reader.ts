import { createParser } from 'eventsource-parser';

/** One event of a stream: its name if it has one, and its data as text. */
export type SseEvent = { event?: string; data: string };

/** A stream cut inside one line keeps at most this much of it (16 MB). */
const maxBufferSize = 16 * 1024 * 1024;

/**
 * Incremental reader of server-sent events: bytes in any split (inside a character, inside a line ending), events
 * out. Lines that are no fields are passed over; what the end of the stream leaves unfinished counts as an event.
 */
export function createSseReader(onEvent: (event: SseEvent) => void): {
  push(chunk: Uint8Array): void;
  end(): void;
} {
  const decoder = new TextDecoder();
  let broken = false;
  const parser = createParser({
    onEvent: ({ event, data }) => onEvent(event === undefined ? { data } : { event, data }),
    onError: ({ type }) => {
      if (type === 'max-buffer-size-exceeded') broken = true;
    },
    maxBufferSize,
  });
  const feed = (text: string) => {
    if (!broken && text !== '') parser.feed(text);
  };
  return {
    push: (chunk) => feed(decoder.decode(chunk, { stream: true })),
    end: () => {
      feed(decoder.decode());
      feed('\n\n');
    },
  };
}

/** All events of a whole stream's text. */
export function readSse(text: string, onEvent: (event: SseEvent) => void): void {
  const parser = createParser({
    onEvent: ({ event, data }) => onEvent(event === undefined ? { data } : { event, data }),
  });
  parser.feed(text);
  parser.feed('\n\n');
}
