import { CodedError } from '@heliostat/platform';
import { spawn, type ChildProcess } from 'node:child_process';
import { createServer, type AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { PythonEnvironment } from './python-environment.js';

export const modelName = 'smollm2-135m-instruct';
const startMs = 90_000;

/** llama.cpp's OpenAI-compatible server on a free loopback port. */
export class ModelServer {
  private constructor(
    readonly url: string,
    private readonly child: ChildProcess,
  ) {}

  /** Resolves once it answers. Throws `demo/model-server` with the end of its output when it does not start. */
  static async start({ python, model }: PythonEnvironment): Promise<ModelServer> {
    const port = await freePort();
    const where = ['--host', '127.0.0.1', '--port', String(port)];
    const child = spawn(
      python,
      ['-m', 'llama_cpp.server', '--model', model, '--model_alias', modelName, '--n_ctx', '2048', ...where],
      { stdio: ['ignore', 'pipe', 'pipe'] },
    );
    let output = '';
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk: Buffer) => (output = (output + chunk.toString()).slice(-2000)));
    const server = new ModelServer(`http://127.0.0.1:${port}`, child);
    const deadline = Date.now() + startMs;
    while (!(await server.answers())) {
      if (child.exitCode !== null || Date.now() > deadline) {
        server.stop();
        throw new CodedError('demo/model-server', `The model's server did not start:\n${output}`);
      }
      await sleep(200);
    }
    return server;
  }

  stop(): void {
    this.child.kill('SIGTERM');
  }

  private async answers(): Promise<boolean> {
    const reply = await fetch(`${this.url}/v1/models`).catch(() => null);
    return reply?.ok ?? false;
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as AddressInfo;
      probe.close(() => resolve(port));
    });
  });
}
