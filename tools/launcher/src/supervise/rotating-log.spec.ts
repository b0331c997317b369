import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { RotatingLog } from './rotating-log.js';

describe(RotatingLog.name, () => {
  let dir: string;
  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), 'log-'));
  });
  afterEach(() => rmSync(dir, { recursive: true }));

  it('keeps the newest lines within its bounds', () => {
    const sut = new RotatingLog(join(dir, 'a.log'), 100, 2);
    for (let i = 0; i < 60; i++) {
      sut.write(`line ${String(i).padStart(4, '0')}`);
      sut.flush();
    }
    expect(readdirSync(dir).sort()).toEqual(['a.log', 'a.log.1', 'a.log.2']);
    expect(readFileSync(join(dir, 'a.log'), 'utf8')).toMatch(/line 0059\n$/);
    for (const name of readdirSync(dir))
      expect(readFileSync(join(dir, name)).length).toBeLessThanOrEqual(100);
  });

  it('goes on where the last run ended', () => {
    for (const text of ['one', 'two']) {
      const sut = new RotatingLog(join(dir, 'a.log'));
      sut.write(text);
      sut.flush();
    }
    expect(readFileSync(join(dir, 'a.log'), 'utf8')).toBe('one\ntwo\n');
  });

  it('does not fail when the file cannot be written', () => {
    const sut = new RotatingLog(join(dir, 'missing', 'a.log'));
    sut.write('lost');
    expect(() => sut.flush()).not.toThrow();
  });
});
