import { startTestPostgres, type TestPostgres } from '../testing/index.js';
import { createSegmentQueue } from './create-segment-queue.js';
import { migrateQueue } from './migrate-queue.js';
import { createQueueConnection } from './queue-connection.js';
import { describeSegmentQueue, reference } from './segment-queue.contract.js';

describe('the segment queue on Postgres', () => {
  let server: TestPostgres;
  let url: string;
  beforeAll(async () => {
    server = await startTestPostgres();
    url = await server.createDatabase();
  });
  afterAll(() => server.remove());

  describeSegmentQueue(() => ({ DATABASE_URL: url }));

  it('migrates once however many start together', async () => {
    const config = { DATABASE_URL: await server.createDatabase() };
    await expect(Promise.all([1, 2, 3].map(() => migrateQueue(config)))).resolves.toHaveLength(3);
  });

  it('rejects while Postgres is away, also at the start, and adds again when it is back', async () => {
    const config = { DATABASE_URL: await server.createDatabase() };
    await server.stop();
    const sut = await createSegmentQueue(config, { timeoutMs: 2_000 });
    /** On a slow machine, a connection to a server that just started may take more than those two seconds. */
    const added = async (file: string) => {
      for (const deadline = Date.now() + 60_000; ;) {
        const failure = await sut.add([reference(file)]).catch((error: unknown) => error);
        if (failure === undefined) return;
        if (Date.now() > deadline) throw failure;
      }
    };
    await expect(sut.add([reference('a')])).rejects.toMatchObject({ code: 'queue/unreachable' });
    await server.start();
    await added('a');
    await server.stop();
    await expect(sut.add([reference('b')])).rejects.toMatchObject({ code: 'queue/unreachable' });
    await server.start();
    await added('b');
    await sut.close();
  });

  it('does not repeat the password of a database that cannot be reached', async () => {
    const sut = migrateQueue({ DATABASE_URL: 'postgres://u:hunter2@127.0.0.1:1/x' });
    await expect(sut).rejects.toMatchObject({ message: expect.not.stringContaining('hunter2') });
  });
});

describe(createQueueConnection.name, () => {
  it('names the settings that are missing', () => {
    expect(() => createQueueConnection({})).toThrow(/DATABASE_URL or REDIS_URL/);
  });
});
