/**
 * Largest event held back until it is whole, in bytes (16 MB: a picture in base64 is one event). What is larger passes
 * as it came.
 */
const maxHeld = 16 * 1024 * 1024;
/**
 * Bytes of one event that are looked into, all looks together, but for the first, which may be as long as an event: a
 * message on very many lines would otherwise cost the square of its length.
 */
const maxLooked = 1024 * 1024;
const newline = 10;
const carriageReturn = 13;
const space = 32;
const colon = 58;
const lineEnd = Buffer.from('\n');
const dataField = Buffer.from('data: ');
const fields = ['data', 'event', 'id', 'retry'].map((name) => Buffer.from(name));

export type StreamFormatter = {
  /** Events that are whole with this chunk, or undefined. A chunk may end anywhere, within a character too. */
  push(chunk: Buffer): Buffer | undefined;
  /** What the end of the stream leaves, ended as an event; undefined where nothing is left. */
  end(): Buffer | undefined;
};

/**
 * Rewrites a stream of server-sent events for clients that read it line by line (`Helicone-Stream-Force-Format`): only
 * whole events leave it, every line ends in `\n`, every field has one space behind its colon, every event ends in a
 * blank line, and a line that is no field becomes data. Source: the header directory (H-44).
 */
export function createStreamFormatter(): StreamFormatter {
  const formatter = new LineFormatter();
  let rest: Buffer[] = [];
  let held = 0;
  let skipNewline = false;

  const line = (piece: Buffer): void => {
    if (rest.length > 0) {
      rest.push(piece);
      formatter.line(Buffer.concat(rest));
      rest = [];
      held = 0;
    } else formatter.line(piece);
  };

  return {
    push(chunk) {
      let at = 0;
      if (skipNewline && chunk.length > 0) {
        skipNewline = false;
        if (chunk[0] === newline) at = 1;
      }
      let nextNewline = chunk.indexOf(newline, at);
      let nextReturn = chunk.indexOf(carriageReturn, at);
      while (nextNewline >= 0 || nextReturn >= 0) {
        const byReturn = nextReturn >= 0 && (nextNewline < 0 || nextReturn < nextNewline);
        const end = byReturn ? nextReturn : nextNewline;
        line(chunk.subarray(at, end));
        at = end + 1;
        if (byReturn) {
          if (chunk[at] === newline) at++;
          else if (at === chunk.length) skipNewline = true;
        }
        if (nextNewline >= 0 && nextNewline < at) nextNewline = chunk.indexOf(newline, at);
        if (nextReturn >= 0 && nextReturn < at) nextReturn = chunk.indexOf(carriageReturn, at);
      }
      if (at < chunk.length) {
        rest.push(at === 0 ? chunk : chunk.subarray(at));
        held += chunk.length - at;
      }
      if (held + formatter.pending > maxHeld) {
        formatter.passRaw(rest);
        rest = [];
        held = 0;
      }
      return formatter.take();
    },
    end() {
      if (rest.length > 0) line(Buffer.alloc(0));
      formatter.endEvent();
      return formatter.take();
    },
  };
}

/** Puts whole lines together to events. */
class LineFormatter {
  private ready: Buffer[] = [];
  private event: Buffer[] = [];
  /** The event's data lines, while every one so far may be the whole of it. */
  private data: Buffer[] = [];
  private dataBytes = 0;
  private looked = 0;
  private eventBytes = 0;
  /** Inside a line that was too long to be held. */
  private raw = false;

  get pending(): number {
    return this.eventBytes;
  }

  line(line: Buffer): void {
    if (this.raw) {
      this.raw = false;
      this.ready.push(line, lineEnd, lineEnd);
      return;
    }
    if (line.length === 0) return this.endEvent();
    const name = fieldLength(line);
    // A field without a blank line before it, where the data so far already is a whole message.
    if (this.data.length > 0 && line[0] !== colon && this.isWhole()) this.endEvent();
    if (line[0] === colon) return this.add(line);
    if (name < 0) return this.addData(line);
    const value = valueOf(line, name);
    if (name === 4 && line[0] === 100) this.addData(value);
    else this.add(line.subarray(0, name), Buffer.from(': '), value);
  }

  endEvent(): void {
    if (this.event.length === 0) return;
    // In one piece: as arguments of a call hundreds of thousands of them are too many.
    this.ready.push(Buffer.concat(this.event), lineEnd);
    this.reset();
  }

  passRaw(rest: readonly Buffer[]): void {
    this.ready.push(Buffer.concat(this.event), Buffer.concat(rest));
    this.reset();
    this.raw = rest.length > 0;
  }

  take(): Buffer | undefined {
    if (this.ready.length === 0) return undefined;
    const whole = Buffer.concat(this.ready);
    this.ready = [];
    return whole;
  }

  private addData(value: Buffer): void {
    if (this.data.length > 0) this.data.push(lineEnd);
    this.data.push(value);
    this.dataBytes += value.length + 1;
    this.add(dataField, value);
  }

  private isWhole(): boolean {
    if (this.looked > 0 && this.looked + this.dataBytes > maxLooked) return false;
    this.looked += this.dataBytes;
    return isWholeMessage(Buffer.concat(this.data));
  }

  private add(...parts: Buffer[]): void {
    for (const part of parts) {
      this.event.push(part);
      this.eventBytes += part.length;
    }
    this.event.push(lineEnd);
    this.eventBytes += 1;
  }

  private reset(): void {
    this.event = [];
    this.data = [];
    this.dataBytes = 0;
    this.looked = 0;
    this.eventBytes = 0;
  }
}

/** Length of the field's name, or -1 where the line is no field. */
function fieldLength(line: Buffer): number {
  const length = line.indexOf(colon);
  const end = length < 0 ? line.length : length;
  return fields.some((name) => name.length === end && line.subarray(0, end).equals(name)) ? end : -1;
}

function valueOf(line: Buffer, name: number): Buffer {
  const start = name + 1;
  return line.subarray(line[start] === space ? start + 1 : start);
}

/** Asked only where a blank line is missing, so a regular stream is never parsed. */
function isWholeMessage(data: Buffer): boolean {
  const text = data.toString().trim();
  if (text === '[DONE]') return true;
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
