import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { createLogger } from './logger.js';

const module = pathToFileURL(join(import.meta.dirname, 'logger.ts')).href;
/** Logs and exits in one go when it is told to: the first line is being written then, the second waits for the exit. */
const program = `
import { createLogger } from '${module}';
const logger = createLogger('test');
process.once('message', () => {
  for (const words of ['one', 'two']) logger.info(words);
  process.exit(7);
});
process.send('ready');
`;

describe(createLogger.name, () => {
  let child: ChildProcess;
  beforeEach(async () => {
    child = spawn(process.execPath, ['--no-warnings', '--input-type=module', '-e', program], {
      stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
    });
    await once(child, 'message');
  });
  afterEach(() => child.kill('SIGKILL'));

  it('writes what was logged right before an exit', async () => {
    let text = '';
    child.stdout!.on('data', (chunk: Buffer) => (text += chunk.toString()));
    const ended = once(child, 'close');
    child.send('exit');
    expect(await ended).toEqual([7, null]);
    expect(text).toMatch(/"app":"test".*"msg":"two"/);
  });

  it('lets its process end when nobody reads its output any more', async () => {
    const closed = once(child.stdout!, 'close');
    child.stdout!.destroy();
    await closed;
    const ended = once(child, 'exit');
    child.send('exit');
    expect(await ended).toEqual([7, null]);
  });
});
