import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { freePort } from './free-port.js';
import { endServer, spawnServer } from './external-redis.js';

export type TestMinio = {
  endpoint: string;
  accessKey: string;
  secretKey: string;
  remove(): Promise<void>;
};

/** A real MinIO on a free port with a folder of its own. Fails, with the way to get it, when there is none. */
export async function startTestMinio(): Promise<TestMinio> {
  const folder = await mkdtemp(join(tmpdir(), 'heliostat-minio-'));
  const port = await freePort();
  const address = `127.0.0.1:${port}`;
  const keys = { accessKey: 'heliostat', secretKey: 'heliostat-secret' };
  const server = await spawnServer(minio(), ['server', folder, '--address', address, '--quiet'], port, {
    ...process.env,
    MINIO_ROOT_USER: keys.accessKey,
    MINIO_ROOT_PASSWORD: keys.secretKey,
    MINIO_BROWSER: 'off',
    MINIO_UPDATE: 'off',
  });
  return {
    endpoint: `http://${address}`,
    ...keys,
    async remove() {
      await endServer(server);
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function minio(): string {
  const folders = [
    join(process.env.GOPATH ?? join(homedir(), 'go'), 'bin'),
    ...(process.env.PATH ?? '').split(delimiter),
  ];
  const found = [process.env.HELIOSTAT_TEST_MINIO, ...folders.map((folder) => join(folder, 'minio'))].find(
    (path) => path && existsSync(path),
  );
  if (!found)
    throw new Error('minio is neither on PATH nor in GOPATH/bin: npm run test:external installs it');
  return found;
}
