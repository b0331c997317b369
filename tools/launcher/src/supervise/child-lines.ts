import type { Readable } from 'node:stream';

/** Longer lines are cut: a dump on one line must not fill the terminal's or our memory. */
const maxLineLength = 64_000;

/** Calls `line` for each line of a stream, without its end. */
export function eachLine(stream: Readable, line: (text: string) => void): void {
  let rest = '';
  stream.setEncoding('utf8');
  stream.on('data', (chunk: string) => {
    const lines = (rest + chunk).split('\n');
    rest = (lines.pop() ?? '').slice(0, maxLineLength);
    for (const text of lines) if (text.trim()) line(text.slice(0, maxLineLength));
  });
  stream.on('end', () => {
    if (rest.trim()) line(rest);
    rest = '';
  });
}
