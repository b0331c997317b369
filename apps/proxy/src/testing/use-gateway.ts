import { FakeCredits, FakeOwnKeys, FakeProvider, messagesReply } from './gateway.fixture.js';
import type { PromptStore } from '../prompts/prompt-store.js';
import { startTestProxy, testKey, type TestProxy } from './proxy.fixture.js';

const names = ['openai', 'azure', 'anthropic', 'openrouter', 'google-ai-studio'] as const;
type Name = (typeof names)[number];
type AskOptions = { path?: string; headers?: Record<string, string>; signal?: AbortSignal };

/**
 * A proxy with five providers that remember what they were asked: for all but Azure the installation has a key. Call it
 * in a `describe`; each test has a proxy of its own, since a proxy remembers which endpoints failed.
 */
export function useGateway() {
  let sut: TestProxy;
  const providers = {} as Record<Name, FakeProvider>;
  const ownKeys = new FakeOwnKeys();
  const credits = new FakeCredits();
  const settings: Record<string, string> = {};
  /** Bodies of saved prompts by their ids. */
  const prompts: Record<string, Record<string, unknown>> = {};
  const promptStore: PromptStore = {
    find: (_org, promptId) =>
      prompts[promptId] === undefined
        ? { missing: 'prompt' }
        : { promptId, versionId: 'version', body: prompts[promptId] },
  };

  beforeAll(async () => {
    for (const name of names) {
      providers[name] = await FakeProvider.start(name);
      const variable = `PROVIDER_${name.toUpperCase().replaceAll('-', '_')}`;
      settings[`${variable}_BASE_URL`] = providers[name].url;
      if (name !== 'azure') settings[`${variable}_API_KEY`] = `installation-${name}`;
    }
  });
  beforeEach(async () => {
    sut = await startTestProxy(providers.openai.url, {
      settings,
      stores: { ownKeys, credits, prompts: promptStore },
    });
    for (const name of names) providers[name].reset();
    providers.anthropic.answer = () => ({ body: messagesReply('from anthropic') });
    ownKeys.keys = [];
    credits.balance = undefined;
    credits.suspended = false;
    credits.settled.length = 0;
    credits.reserved.length = 0;
    credits.ready = undefined;
  });
  afterEach(() => sut.stop());
  afterAll(async () => {
    for (const name of names) await providers[name].stop();
  });

  const ask = (body: object, { path = '/v1/chat/completions', headers = {}, signal }: AskOptions = {}) =>
    fetch(sut.url + path, {
      method: 'POST',
      signal: signal ?? null,
      headers: { authorization: `Bearer ${testKey}`, 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    });
  return {
    providers,
    ownKeys,
    credits,
    prompts,
    settings,
    ask,
    chat: (model: string, over: object = {}, options: AskOptions = {}) =>
      ask({ model, messages: [{ role: 'user', content: 'Hello, world!' }], ...over }, options),
    textOf: async (response: Response) =>
      ((await response.json()) as { choices: { message: { content: string } }[] }).choices[0]!.message
        .content,
    /** Names of the providers that were called, each as often. */
    called: () => names.flatMap((name) => providers[name].calls.map(() => name)),
    record: () => sut.records().at(-1)!,
    records: () => sut.records(),
    url: () => sut.url,
  };
}
