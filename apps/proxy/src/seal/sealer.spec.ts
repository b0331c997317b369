import { mkdirSync, readdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { LogRecord, SegmentReference } from '@heliostat/contracts';
import { createLogger } from '@heliostat/platform';
import { decodeSegment } from '@heliostat/stores/segments';
import { testOrg } from '../testing/proxy.fixture.js';
import { until } from '../testing/raw-client.js';
import { otherOrg, spoolDirectory, spoolRecord, writeSpoolFile } from '../testing/spool.fixture.js';
import type { ReadCall } from './seal-records.js';
import { Sealer } from './sealer.js';

/** Stores that note the order of what happens, and fail as often as they are told. */
function create({ redactAll }: { redactAll?: boolean } = {}) {
  const directory = spoolDirectory();
  mkdirSync(directory);
  const events: string[] = [];
  const stored = new Map<string, Uint8Array>();
  const queued: SegmentReference[] = [];
  const sealed: string[] = [];
  const states: (string | undefined)[] = [];
  const fails = { put: 0, add: 0 };
  const readCalls: Parameters<ReadCall>[0][] = [];
  const sut = new Sealer({
    directory,
    logger: createLogger('test', 'silent'),
    retry: { minTimeout: 1, maxTimeout: 5 },
    ...(redactAll === undefined ? {} : { redactAll }),
    readCall: (input) => {
      readCalls.push(input);
      return { model: 'gpt-4o', usage: { input: 7, output: 3 } };
    },
    objects: {
      put(key, body) {
        events.push('put');
        if (fails.put-- > 0) return Promise.reject(new Error('the store is away'));
        stored.set(key, body);
        return Promise.resolve();
      },
    },
    queue: {
      add(references) {
        events.push('add');
        if (fails.add-- > 0) return Promise.reject(new Error('the queue is away'));
        queued.push(...references);
        return Promise.resolve();
      },
    },
    onSealed: (name) => {
      events.push(readdirSync(directory).includes(name) ? 'sealed with file' : 'sealed');
      sealed.push(name);
    },
    onState: (error) => states.push(error),
  });
  const records = (key: string): LogRecord[] =>
    decodeSegment(stored.get(key)!).map((entry) => {
      if (entry.error !== undefined) throw new Error(entry.error);
      return entry.record!;
    });
  return { sut, directory, events, stored, queued, sealed, states, fails, readCalls, records };
}

describe(Sealer.name, () => {
  it('stores one segment an organisation, then queues them, then deletes the file', async () => {
    const test = create();
    const name = writeSpoolFile(test.directory, [
      spoolRecord({ request: 'one' }),
      spoolRecord({ org: otherOrg }),
      spoolRecord({ request: 'two' }),
    ]);
    test.sut.add(name);
    await until(() => test.sealed.length === 1);
    expect(test.events).toEqual(['put', 'put', 'add', 'sealed']);
    expect(test.queued.map(({ org, records, generation }) => [org, records, generation])).toEqual([
      [testOrg, 2, 0],
      [otherOrg, 1, 0],
    ]);
    const [first] = test.queued;
    expect(first!.key).toMatch(new RegExp(`^segments/.*/${testOrg}/${name.slice(0, -6)}\\.seg$`));
    expect(first!.bytes).toBe(test.stored.get(first!.key)!.length);
    expect(test.records(first!.key).map(({ request }) => Buffer.from(request).toString())).toEqual([
      'one',
      'two',
    ]);
  });

  it('goes on trying while a store is away, and keeps the file until then', async () => {
    const test = create();
    test.fails.put = 3;
    test.fails.add = 2;
    test.sut.add(writeSpoolFile(test.directory, [spoolRecord()]));
    await until(() => test.sealed.length === 1);
    expect(test.events).toEqual(['put', 'put', 'put', 'put', 'add', 'add', 'add', 'sealed']);
    expect(test.states).toEqual([
      'the store is away',
      'the store is away',
      'the store is away',
      undefined,
      'the queue is away',
      'the queue is away',
      undefined,
    ]);
  });

  it('makes the same segment again from a file that was sealed before a crash', async () => {
    const test = create();
    const name = writeSpoolFile(test.directory, [spoolRecord()]);
    const file = readFileSync(join(test.directory, name));
    test.sut.add(name);
    await until(() => test.sealed.length === 1);
    writeFileSync(join(test.directory, name), file);
    test.sut.add(name);
    await until(() => test.sealed.length === 2);
    expect(test.queued[1]).toEqual(test.queued[0]);
    expect(test.stored.size).toBe(1);
  });

  it('leaves an unfinished last record out', async () => {
    const test = create();
    const name = writeSpoolFile(test.directory, [spoolRecord(), spoolRecord()]);
    const path = join(test.directory, name);
    truncateSync(path, readFileSync(path).length - 5);
    test.sut.add(name);
    await until(() => test.sealed.length === 1);
    expect(test.queued.map(({ records }) => records)).toEqual([1]);
  });

  it('sets a damaged record aside and seals the others', async () => {
    const test = create();
    const name = writeSpoolFile(test.directory, [spoolRecord({ request: 'damaged' }), spoolRecord()]);
    const path = join(test.directory, name);
    const file = readFileSync(path);
    file[file.indexOf('damaged')]! ^= 1;
    writeFileSync(path, file);
    test.sut.add(name);
    await until(() => test.sealed.length === 1);
    expect(test.queued.map(({ records }) => records)).toEqual([1]);
    expect(readdirSync(join(dirname(test.directory), 'quarantine'))).toEqual([`${name}-0.frame`]);
  });

  it('sets a record aside that cannot be written again, and seals the others', async () => {
    const test = create();
    const deep = spoolRecord();
    const json = deep.metaJson();
    deep.metaJson = () => `${json.slice(0, -1)},"deep":${'['.repeat(100_000)}${']'.repeat(100_000)}}`;
    const name = writeSpoolFile(test.directory, [
      deep,
      spoolRecord({ request: 'two' }),
      spoolRecord({ org: otherOrg }),
    ]);
    test.sut.add(name);
    await until(() => test.sealed.length === 1);
    expect(test.queued.map(({ org, records }) => [org, records])).toEqual([
      [testOrg, 1],
      [otherOrg, 1],
    ]);
    expect(readdirSync(join(dirname(test.directory), 'quarantine'))).toEqual([`${name}-0.frame`]);
  });

  it.each([
    [{ omitRequest: true }, '', 'answer'],
    [{ omitResponse: true }, 'ask', ''],
    [{ omitRequest: true, omitResponse: true }, '', ''],
  ])('reads usage where %j and lets those bodies go no further (RQ-15)', async (meta, request, response) => {
    const test = create();
    const promptInputs = { name: 'Ada' };
    test.sut.add(writeSpoolFile(test.directory, [spoolRecord({ meta: { ...meta, promptInputs } })]));
    await until(() => test.sealed.length === 1);
    const [record] = test.records(test.queued[0]!.key);
    expect(test.readCalls.map((call) => Buffer.from(call.response).toString())).toEqual(['answer']);
    expect(record!.meta).toMatchObject({
      ...meta,
      usage: { input: 7, output: 3 },
      model: 'gpt-4o',
      reqBytes: 3,
    });
    expect([Buffer.from(record!.request).toString(), Buffer.from(record!.response).toString()]).toEqual([
      request,
      response,
    ]);
    // A prompt's inputs came with the request.
    expect(record!.meta.promptInputs).toEqual(request === '' ? undefined : promptInputs);
  });

  it.each([
    ['a header asks for it', { redact: true }, {}],
    ['the installation does', {}, { redactAll: true }],
  ])('reads usage, then redacts what is kept, where %s', async (_who, meta, options) => {
    const test = create(options);
    const parts = { request: '{"q":"ada@example.org"}', response: '{"a":"ask 10.0.0.1"}' };
    test.sut.add(writeSpoolFile(test.directory, [spoolRecord({ meta, ...parts })]));
    await until(() => test.sealed.length === 1);
    const [record] = test.records(test.queued[0]!.key);
    expect(test.readCalls.map((call) => Buffer.from(call.response).toString())).toEqual([parts.response]);
    expect(Buffer.from(record!.request).toString()).toBe('{"q":"[EMAIL]"}');
    expect(Buffer.from(record!.response).toString()).toBe('{"a":"ask [IP]"}');
    expect(record!.meta).toMatchObject({ usage: { input: 7, output: 3 }, model: 'gpt-4o', reqBytes: 23 });
    expect(record!.meta).not.toHaveProperty('redact');
  });

  it('does not read bodies that are kept', async () => {
    const test = create();
    test.sut.add(writeSpoolFile(test.directory, [spoolRecord()]));
    await until(() => test.sealed.length === 1);
    expect(test.readCalls).toEqual([]);
  });

  it('leaves on disk what could not be stored before it had to stop', async () => {
    const test = create();
    test.fails.put = Number.POSITIVE_INFINITY;
    const name = writeSpoolFile(test.directory, [spoolRecord()]);
    test.sut.add(name);
    await test.sut.stop(30);
    expect([test.sealed, readdirSync(test.directory)]).toEqual([[], [name]]);
  });
});
