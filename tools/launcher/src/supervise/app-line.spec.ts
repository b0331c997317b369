import { readAppLine } from './app-line.js';

describe(readAppLine.name, () => {
  it('takes a JSON line of a logger apart', () => {
    const line = '{"level":40,"time":"t","app":"proxy","msg":"the queue is away","store":"ingest","tries":3}';
    expect(readAppLine(line, false)).toEqual({
      level: 40,
      text: 'warn  the queue is away store=ingest tries=3',
    });
  });

  it('shows the words of an error, not its stack', () => {
    const line = '{"level":50,"msg":"failed","err":{"message":"no room","stack":"Error: no room\\n at x"}}';
    expect(readAppLine(line, false)).toEqual({ level: 50, text: 'error failed (no room)' });
  });

  it('takes a plain line on standard error for an error, and on standard output for none', () => {
    expect(readAppLine('boom', true)).toEqual({ level: 50, text: 'boom' });
    expect(readAppLine('{"not":"a log line"}', false).level).toBe(30);
  });

  it("keeps Node's remarks about deprecations out of the way", () => {
    expect(readAppLine('(node:12) [DEP0040] DeprecationWarning: punycode', true).level).toBe(30);
  });
});
