import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { CreditLedger } from '../credits/credit-ledger.js';
import { ProviderKey, type ProviderKeyConfig } from '../provider-keys/provider-key.js';
import { lasting, readBody } from './proxy.fixture.js';

export type ProviderCall = {
  path: string;
  headers: IncomingHttpHeaders;
  /** Parsed JSON. */
  body: Record<string, unknown>;
};

export type ProviderReply = {
  status?: number;
  headers?: Record<string, string>;
  /** JSON, or text as it is: the chunks of a stream. */
  body: unknown;
  /** Leaves the reply without an end; one without a body leaves the call without an answer. */
  hangs?: true;
};

/** A provider that remembers what it was asked and answers what the test says. */
export class FakeProvider {
  readonly calls: ProviderCall[] = [];
  /** What it answers, until the test says otherwise. */
  answer: (call: ProviderCall) => ProviderReply;

  private constructor(
    private readonly server: Server,
    readonly name: string,
  ) {
    this.answer = () => ({ body: chatReply(`from ${name}`) });
  }

  static async start(name: string): Promise<FakeProvider> {
    const server = createServer(lasting);
    const sut = new FakeProvider(server, name);
    server.on('request', (request, response) => {
      void readBody(request).then((bytes) => {
        const call: ProviderCall = {
          path: request.url!,
          headers: request.headers,
          body: bytes.length === 0 ? {} : (JSON.parse(bytes.toString()) as ProviderCall['body']),
        };
        sut.calls.push(call);
        const { status = 200, headers, body, hangs } = sut.answer(call);
        if (hangs && body === undefined) return;
        if (status === 0) return void response.destroy();
        const stream = Array.isArray(body);
        const type = stream ? 'text/event-stream' : 'application/json';
        response.writeHead(status, { 'content-type': type, ...headers });
        if (!stream) return void response.end(JSON.stringify(body));
        for (const chunk of body) response.write(chunk as string);
        if (!hangs) response.end();
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return sut;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  reset(): void {
    this.calls.length = 0;
    this.answer = () => ({ body: chatReply(`from ${this.name}`) });
  }

  /** Breaks every connection off. */
  breakOff(): void {
    this.server.closeAllConnections();
  }

  stop(): Promise<void> {
    return new Promise((resolve) => {
      this.server.close(() => resolve());
      this.server.closeAllConnections();
    });
  }
}

export const chatReply = (
  content: string,
  usage = { prompt_tokens: 11, completion_tokens: 9, total_tokens: 20 },
) => ({
  id: 'chatcmpl-1',
  object: 'chat.completion',
  created: 1_700_000_000,
  model: 'gpt-4o-mini-2024-07-18',
  choices: [{ index: 0, message: { role: 'assistant', content }, finish_reason: 'stop' }],
  usage,
});

export const messagesReply = (text: string) => ({
  id: 'msg_1',
  type: 'message',
  role: 'assistant',
  model: 'claude-3-5-haiku-20241022',
  content: [{ type: 'text', text }],
  stop_reason: 'end_turn',
  stop_sequence: null,
  usage: { input_tokens: 12, output_tokens: 7 },
});

/** Organisations' own keys in memory. */
export class FakeOwnKeys {
  keys: ProviderKey[] = [];

  add(
    provider: string,
    config: ProviderKeyConfig = {},
    over: { id?: string; name?: string; enabled?: boolean } = {},
  ) {
    const id = over.id ?? `c${provider}${this.keys.length}`;
    const { name = `${provider} key`, enabled = true } = over;
    this.keys.push(new ProviderKey({ id, provider, name, config, byokEnabled: enabled }, `own-${provider}`));
    return id;
  }

  keysOf(): readonly ProviderKey[] {
    return this.keys;
  }
}

/** A balance in memory; undefined is one that nobody set. */
export class FakeCredits implements CreditLedger {
  balance: bigint | undefined = undefined;
  suspended = false;
  readonly reserved: bigint[] = [];
  readonly settled: bigint[] = [];
  /** What an answer waits for. */
  ready: Promise<void> | undefined = undefined;

  reserve(_call: unknown, amountNano: bigint): ReturnType<CreditLedger['reserve']> {
    this.reserved.push(amountNano);
    if (this.suspended) return Promise.resolve({ status: 403 as const, message: 'Wallet suspended' });
    if (this.balance === undefined) return 'unlimited' as const;
    if (this.balance <= 0n) return Promise.resolve({ status: 429 as const, message: 'Insufficient credits' });
    const reservation = {
      amountNano,
      settle: (actual: bigint) => {
        this.settled.push(actual);
        this.balance! -= actual;
        return Promise.resolve();
      },
    };
    return (this.ready ?? Promise.resolve()).then(() => reservation);
  }
}
