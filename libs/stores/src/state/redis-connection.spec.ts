import { once } from 'node:events';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { createLogger } from '@heliostat/platform';
import { RedisConnection } from './redis-connection.js';

const logger = createLogger('test', 'silent');
/** No answer is late here: one that is ends the connection, too. */
const limitMs = 60_000;

/** A server of Redis' protocol that answers scripts as the test says, with the number of the connection. */
async function startRedis(answer: (connection: number) => string) {
  const sockets = new Set<Socket>();
  let connections = 0;
  const server: Server = createServer((socket) => {
    const connection = ++connections;
    sockets.add(socket);
    socket.on('error', () => {});
    socket.on('data', (bytes) => {
      // Each command is a list: `*3`, and for each part its length and itself.
      for (const command of bytes.toString().split(/^\*/m).slice(1)) {
        const name = command.split('\r\n')[2]!.toLowerCase();
        if (name === 'info') socket.write('$9\r\nloading:0\r\n');
        else socket.write(name.startsWith('eval') ? answer(connection) : '+OK\r\n');
      }
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `redis://127.0.0.1:${(server.address() as AddressInfo).port}`,
    connections: () => connections,
    stop: () => {
      for (const socket of sockets) socket.destroy();
      server.close();
    },
  };
}

/** The first answer that is none of a server that is away. */
async function firstAnswer(sut: RedisConnection): Promise<unknown> {
  for (;;) {
    try {
      return await sut.run('hsRelease', ['key', 'lease']);
    } catch (error) {
      expect(error).toMatchObject({ code: 'state/away' });
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }
}

describe(RedisConnection.name, () => {
  // Since version 7 and before it.
  it.each([
    "-READONLY You can't write against a read only replica.",
    "-ERR Error running script (call to f_1): @user_script:3: @user_script: 3: -READONLY You can't write against a read only replica.",
  ])('connects anew, to who is the primary by then, where a replica says: %s', async (refusal) => {
    const redis = await startRedis((connection) => (connection === 1 ? `${refusal}\r\n` : ':1\r\n'));
    const sut = new RedisConnection(redis.url, limitMs, logger);
    try {
      await sut.attempted;
      await expect(firstAnswer(sut)).resolves.toBe(1);
      expect(redis.connections()).toBe(2);
    } finally {
      sut.close();
      redis.stop();
    }
  });

  it.each([
    "-OOM command not allowed when used memory > 'maxmemory'.",
    '-ERR Error running script (call to f_1): @user_script:3: @user_script: 3: -OOM command not allowed',
  ])('stays where it is and goes on asking when Redis is full: %s', async (refusal) => {
    let answers = 0;
    const redis = await startRedis(() => (++answers === 1 ? `${refusal}\r\n` : ':1\r\n'));
    const sut = new RedisConnection(redis.url, limitMs, logger);
    try {
      await sut.attempted;
      const ask = () => sut.run('hsRelease', ['key', 'lease']);
      await expect(ask()).rejects.toMatchObject({ code: 'state/away' });
      await expect(ask()).resolves.toBe(1);
      expect(redis.connections()).toBe(1);
    } finally {
      sut.close();
      redis.stop();
    }
  });
});
