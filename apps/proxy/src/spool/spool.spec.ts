import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createLogger } from '@heliostat/platform';
import { readRecords, testOrg } from '../testing/proxy.fixture.js';
import { until } from '../testing/raw-client.js';
import {
  otherOrg,
  spoolDirectory,
  spoolRecord,
  writeSpoolFile,
  type TestSpoolRecord,
} from '../testing/spool.fixture.js';
import { FrameWriter, type OnUnwritable } from './frame-writer.js';
import type { FrameSource } from './frame.js';
import { recoverSpool } from './recover-spool.js';
import { lockSpool } from './spool-lock.js';
import { Spool, type SpoolOptions } from './spool.js';

const turn = () => new Promise((resolve) => setImmediate(resolve));

function create(options: Partial<SpoolOptions> = {}) {
  const directory = spoolDirectory();
  const closed: string[] = [];
  const logger = createLogger('test', 'silent');
  const sut = new Spool({
    directory,
    maxBytes: 1e9,
    logger,
    onClosed: (name) => closed.push(name),
    ...options,
  });
  return { sut, directory, closed };
}

describe(Spool.name, () => {
  it('writes the records of a turn at its end, with one call, and then tells them', async () => {
    const calls: number[] = [];
    class Counting extends FrameWriter {
      override write(fd: number, sources: readonly FrameSource[], onUnwritable: OnUnwritable): number {
        calls.push(sources.length);
        return super.write(fd, sources, onUnwritable);
      }
    }
    const { sut, directory } = create({ writer: new Counting() });
    const records = [spoolRecord(), spoolRecord(), spoolRecord()];
    for (const record of records) sut.enqueue(record);
    expect(records.map(({ outcome }) => outcome)).toEqual([undefined, undefined, undefined]);
    await turn();
    expect(records.map(({ outcome }) => outcome)).toEqual([true, true, true]);
    expect(calls).toEqual([3]);
    expect(readRecords(directory).length).toBe(3);
    sut.close();
  });

  it('tells the other records when one cannot take the news', async () => {
    const { sut, directory } = create();
    const broken = spoolRecord();
    broken.committed = () => {
      throw new Error('the reply cannot be released');
    };
    const after = spoolRecord();
    sut.enqueue(broken);
    sut.enqueue(after);
    sut.commit();
    expect(after.outcome).toBe(true);
    expect(readRecords(directory).length).toBe(2);
    sut.close();
    await turn();
  });

  it.each([
    [
      'its words cannot be written',
      (record: TestSpoolRecord) => {
        record.metaJson = () => {
          throw new RangeError('Maximum call stack size exceeded');
        };
      },
    ],
    [
      'its body cannot be read',
      (record: TestSpoolRecord) => {
        Object.defineProperty(record.response, 'chunks', {
          get: () => {
            throw new Error('the body is gone');
          },
        });
      },
    ],
  ])('loses of a batch only the record of which %s', (_fault, spoil) => {
    const { sut, directory } = create();
    const records = [spoolRecord(), spoolRecord({ org: otherOrg }), spoolRecord()];
    spoil(records[0]!);
    for (const record of records) sut.enqueue(record);
    sut.commit();
    expect(records.map(({ outcome }) => outcome)).toEqual([false, true, true]);
    expect([sut.lost, sut.written, sut.full]).toEqual([1, 2, false]);
    expect(readRecords(directory).map(({ meta }) => meta.org)).toEqual([otherOrg, testOrg]);
    sut.close();
  });

  it('loses a large record alone, between others that are kept', () => {
    const { sut, directory } = create();
    const large = spoolRecord({ request: 'x'.repeat(100_000) });
    large.metaJson = () => {
      throw new RangeError('Maximum call stack size exceeded');
    };
    const records = [spoolRecord(), large, spoolRecord()];
    for (const record of records) sut.enqueue(record);
    sut.commit();
    expect(records.map(({ outcome }) => outcome)).toEqual([true, false, true]);
    expect(readRecords(directory).length).toBe(2);
    sut.close();
  });

  it('logs once what a batch loses', () => {
    const told: unknown[] = [];
    const logger = createLogger('test', 'silent');
    logger.error = (fields: unknown) => void told.push(fields);
    const { sut } = create({ logger });
    for (let i = 0; i < 3; i++) {
      const record = spoolRecord();
      record.metaJson = () => {
        throw new RangeError('too deep');
      };
      sut.enqueue(record);
    }
    sut.commit();
    expect(told).toEqual([{ error: 'too deep', records: 3 }]);
    sut.close();
  });

  it('hands a file over when it is a quarter of a second old', async () => {
    const { sut, closed } = create();
    sut.enqueue(spoolRecord());
    await turn();
    const { current } = sut;
    await until(() => closed.length === 1);
    expect(closed).toEqual([current]);
    sut.close();
  });

  it('hands a file over when it is 4 MB large', async () => {
    const { sut, closed } = create();
    const body = 'x'.repeat(1_500_000);
    for (let i = 0; i < 3; i++) sut.enqueue(spoolRecord({ request: body }));
    await turn();
    expect(closed.length).toBe(1);
    sut.close();
  });

  it('waits longer when many organisations are active', async () => {
    const clock = { now: 1_700_000_000_000, asked: 0 };
    const now = () => {
      clock.asked++;
      return clock.now;
    };
    const { sut, closed } = create({ now });
    for (let i = 0; i < 300; i++) sut.enqueue(spoolRecord({ org: `org ${i}` }));
    await turn();
    // 250 ms for each 20 organisations.
    clock.now += 3_749;
    const { asked } = clock;
    await until(() => clock.asked > asked + 1);
    expect(closed).toEqual([]);
    clock.now += 1;
    await until(() => closed.length === 1);
    sut.close();
  });

  it('counts what waits to be sealed and refuses more than its bound', async () => {
    const { sut, closed } = create({ maxBytes: 1_000 });
    const records = [spoolRecord({ request: 'x'.repeat(1_000) }), spoolRecord()];
    sut.enqueue(records[0]!);
    await turn();
    sut.rotate();
    expect(sut.full).toBe(true);
    sut.enqueue(records[1]!);
    await turn();
    expect([records.map(({ outcome }) => outcome), sut.lost]).toEqual([[true, false], 1]);
    sut.sealed(closed[0]!);
    expect([sut.size, sut.full]).toEqual([0, false]);
    sut.close();
  });

  it('cuts a half-written batch off, so that what follows can be read', async () => {
    class HalfDisk extends FrameWriter {
      broken = false;
      override write(fd: number, sources: readonly FrameSource[]): number {
        if (!this.broken) return super.write(fd, sources);
        writeFileSync(fd, 'half a frame');
        throw new Error('ENOSPC');
      }
    }
    const writer = new HalfDisk();
    const clock = { now: 1_700_000_000_000 };
    const { sut, directory } = create({ writer, now: () => clock.now });
    const add = async () => {
      const record = spoolRecord();
      sut.enqueue(record);
      await turn();
      return record.outcome;
    };
    const first = await add();
    writer.broken = true;
    const second = await add();
    writer.broken = false;
    clock.now += 1_000;
    const third = await add();
    sut.close();
    expect([first, second, third]).toEqual([true, false, true]);
    expect(readRecords(directory).length).toBe(2);
  });

  it('writes what is enqueued when it is closed', () => {
    const { sut, directory, closed } = create();
    sut.enqueue(spoolRecord());
    sut.close();
    expect(closed.length).toBe(1);
    expect(readRecords(directory).length).toBe(1);
  });
});

describe(recoverSpool.name, () => {
  it('finds what earlier processes left, also in slots that are no more', () => {
    const root = dirname(spoolDirectory());
    for (const slot of ['0', '1', '2', 'quarantine']) mkdirSync(join(root, slot));
    const names = ['0', '1', '2'].map((slot) => writeSpoolFile(join(root, slot), [spoolRecord()]));
    const found = recoverSpool(root, 0, 2);
    // Made within one millisecond, the files' names sort by chance.
    expect(found.map(({ name }) => name)).toEqual([names[0], names[2]].sort());
    expect(found.every(({ bytes }) => bytes > 100)).toBe(true);
    expect(readdirSync(join(root, '1'))).toEqual([names[1]]);
  });
});

describe(lockSpool.name, () => {
  it('keeps a second proxy off the same directory until the first is gone', async () => {
    const directory = dirname(spoolDirectory());
    const first = await lockSpool(directory);
    await expect(lockSpool(directory)).rejects.toMatchObject({ code: 'proxy/spool-in-use' });
    await new Promise((resolve) => first.close(resolve));
    const second = await lockSpool(directory);
    second.close();
  });
});
