import { CodedError, errorMessage, loadConfig } from '@heliostat/platform';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { readSetup } from '../account/demo-account.js';
import { findKey } from '../account/find-key.js';
import { ModelServer } from './model-server.js';
import { pythonEnvironment } from './python-environment.js';
import { streamChat } from './stream-chat.js';

const usage = `npm run demo:local-model -- [--url http://localhost:3000] [--key sk-helicone-…] [--prompt TEXT]
Sends a chat to a real language model on this machine, through Heliostat. Needs Python 3.`;
const option = { type: 'string' } as const;

try {
  await demo();
} catch (error) {
  console.error(`✖ ${errorMessage(error)}`);
  process.exitCode = 1;
}

async function demo(): Promise<void> {
  const { values } = readArguments();
  if (values.help) return console.log(usage);
  const config = loadConfig(process.env);
  const webUrl = (values.url ?? config.publicUrl).replace(/\/+$/, '');
  const dataDir = resolve(config.HELIOSTAT_DATA_DIR);
  const setup = await readSetup(webUrl);
  const given = values.key ?? (process.env.HELIOSTAT_API_KEY || undefined);
  const { apiKey, account } = await findKey(given, setup, webUrl, dataDir);
  const environment = await pythonEnvironment(join(dataDir, 'local-model'));

  console.log('▸ loading the model');
  const server = await ModelServer.start(environment);
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => {
      server.stop();
      process.exit(130);
    });
  try {
    const prompt = values.prompt ?? 'What does a heliostat do? Answer in two sentences.';
    console.log(`\n${prompt}\n`);
    const target = { proxyUrl: setup.proxyUrl, targetUrl: server.url, apiKey };
    const id = await streamChat(target, prompt, (text) => process.stdout.write(text));
    console.log(`\n\n▸ the call is ${id}: ${webUrl}/requests`);
    if (account) console.log(`  sign in as ${account.email}, password ${account.password}`);
  } finally {
    server.stop();
  }
}

function readArguments() {
  try {
    const options = { url: option, key: option, prompt: option, help: { type: 'boolean' } } as const;
    return parseArgs({ options });
  } catch (error) {
    throw new CodedError('demo/usage', `${errorMessage(error)}\n${usage}`, 400);
  }
}
