import { setTimeout as sleep } from 'node:timers/promises';
import type { CreatedApiKey, HeliconeRequest, Result, WhoAmI } from '@heliostat/contracts';
import { eventually } from './eventually.js';

/** Someone who signed up through the web server, as a browser does, and holds an API key. */
export class Account {
  private constructor(
    private readonly webUrl: string,
    private readonly apiUrl: string,
    private readonly cookie: string,
    readonly apiKey: string,
  ) {}

  static async signUp(webUrl: string, apiUrl: string, email = 'ada@example.com'): Promise<Account> {
    const reply = await fetch(`${webUrl}/api/auth/sign-up/email`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: webUrl },
      body: JSON.stringify({ name: 'Ada', email, password: 'correct horse battery' }),
    });
    if (!reply.ok) throw new Error(`sign-up failed: ${reply.status} ${await reply.text()}`);
    const cookie = reply.headers
      .getSetCookie()
      .map((line) => line.split(';')[0])
      .join('; ');
    const created = await fetch(`${webUrl}/api/v1/api-keys`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: webUrl, cookie },
      body: JSON.stringify({ api_key_name: 'tests' }),
    });
    const { data, error } = (await created.json()) as Result<CreatedApiKey>;
    if (!data) throw new Error(`no API key: ${created.status} ${error}`);
    return new Account(webUrl, apiUrl, cookie, data.apiKey);
  }

  /** A call to the REST API with the account's key. */
  async post<T>(path: string, body: unknown): Promise<T> {
    const reply = await fetch(`${this.apiUrl}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${this.apiKey}` },
      body: JSON.stringify(body),
    });
    const { data, error } = (await reply.json()) as Result<T>;
    if (error !== null) throw new Error(`${path}: ${reply.status} ${error}`);
    return data as T;
  }

  async get<T>(path: string): Promise<T> {
    const reply = await fetch(`${this.apiUrl}${path}`, {
      headers: { authorization: `Bearer ${this.apiKey}` },
    });
    const { data, error } = (await reply.json()) as Result<T>;
    if (error !== null) throw new Error(`${path}: ${reply.status} ${error}`);
    return data as T;
  }

  /** A call to the REST API with the account's key, as it answers. */
  async call(method: string, path: string, body?: unknown): Promise<{ status: number; body: unknown }> {
    const reply = await fetch(`${this.apiUrl}${path}`, {
      method,
      headers: { 'content-type': 'application/json', authorization: `Bearer ${this.apiKey}` },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const text = await reply.text();
    return { status: reply.status, body: text === '' ? null : (JSON.parse(text) as unknown) };
  }

  /** A call through the web server with the session's cookie; with a body, a `POST` unless `method` says otherwise. */
  async asBrowser(
    path: string,
    body?: unknown,
    method = body === undefined ? 'GET' : 'POST',
  ): Promise<Response> {
    return fetch(`${this.webUrl}${path}`, {
      method,
      headers: {
        cookie: this.cookie,
        origin: this.webUrl,
        ...(body !== undefined && { 'content-type': 'application/json' }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
  }

  /** The id of the account's first organisation. */
  async organizationId(): Promise<string> {
    const { data } = (await (await this.asBrowser('/api/v1/whoami')).json()) as Result<WhoAmI>;
    return data!.organizations[0]!.id;
  }

  /** US cents, once no call has anything set aside. */
  balance(): Promise<number> {
    return eventually('no call has credits set aside', async () => {
      const { balance, reserved } = await this.get<{ balance: number; reserved: number }>(
        '/v1/credits/balance',
      );
      return reserved === 0 ? balance : undefined;
    });
  }

  async requests(filter: unknown = 'all', limit = 100): Promise<HeliconeRequest[]> {
    return this.post('/v1/request/query', { filter, limit, sort: { created_at: 'desc' } });
  }

  /** Waits until a request is in the log, and returns it with its bodies. */
  async logged(id: string, timeoutMs = 60_000): Promise<HeliconeRequest> {
    for (const deadline = Date.now() + timeoutMs; ; await sleep(100)) {
      const [row] = await this.requests({ request: { id: { equals: id } } });
      if (row) return this.get(`/v1/request/${id}?includeBody=true`);
      if (Date.now() > deadline) throw new Error(`request ${id} is not in the log after ${timeoutMs} ms`);
    }
  }
}
