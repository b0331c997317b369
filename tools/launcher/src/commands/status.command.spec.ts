import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { lockDataDirectory } from '../data-directory/data-directory-lock.js';
import { Progress } from '../progress/progress.js';
import { writeRuntime } from '../runtime/runtime-file.js';
import { status } from './status.command.js';

describe(status.name, () => {
  let dataDir: string;
  let release: () => void;
  let app: Server;
  let port: string;

  beforeEach(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'status-'));
    release = await lockDataDirectory(dataDir);
    app = createServer((_request, response) => response.end(JSON.stringify({ status: 'ready', checks: {} })));
    await new Promise<void>((resolve) => app.listen(0, '127.0.0.1', resolve));
    port = String((app.address() as AddressInfo).port);
    const ports = { WEB_PORT: port, JAWN_PORT: port, PROXY_PORT: port, WORKER_PORT: port };
    await writeRuntime(dataDir, { HOST: '127.0.0.1', ...ports });
  });
  afterEach(async () => {
    release();
    await new Promise((resolve) => app.close(resolve));
    await rm(dataDir, { recursive: true });
  });

  const ask = async (env: NodeJS.ProcessEnv) => {
    const output = new PassThrough();
    const code = await status(env, new Progress(output, false));
    return { code, output: String(output.read()) };
  };

  it.each([{}, { PROXY_PORT: '9' }])(
    'asks the ports of the instance that runs, whatever the shell says: %j',
    async (shell) => {
      const { code, output } = await ask({ HELIOSTAT_DATA_DIR: dataDir, ...shell });
      expect(output.match(new RegExp(`http://127.0.0.1:${port} +ready`, 'g'))).toHaveLength(4);
      expect(code).toBe(0);
    },
  );

  it("asks the shell's ports where nothing runs on the data directory", async () => {
    release();
    const ports = { WEB_PORT: '9', JAWN_PORT: '9', PROXY_PORT: '9', WORKER_PORT: '9' };
    const { code, output } = await ask({ HELIOSTAT_DATA_DIR: dataDir, ...ports });
    expect(output).toContain('No launcher runs on');
    expect(output).toMatch(/proxy +http:\/\/127\.0\.0\.1:9 +no answer/);
    expect(code).toBe(1);
  });
});
