import { type Config, createLogger, loadConfig } from '@heliostat/platform';
import { type ClickHouse, createTables } from '@heliostat/stores/clickhouse';
import { createJawn, type Jawn } from '../jawn.js';

/** A ClickHouse that holds nothing. */
export const emptyClickHouse: ClickHouse = {
  tables: createTables({}),
  query: async () => [],
  insert: async () => {},
  command: async () => {},
  check: async () => {},
  close: async () => {},
};

export type TestJawn = Jawn & { url: string; config: Config };

/** The real app on a free port. It closes the ClickHouse that it is given. */
export async function startTestJawn(
  settings: Record<string, string>,
  clickhouse: ClickHouse = emptyClickHouse,
): Promise<TestJawn> {
  const config = loadConfig({
    NODE_ENV: 'test',
    LOG_LEVEL: 'silent',
    JAWN_PORT: '0',
    BETTER_AUTH_SECRET: 'a secret of the tests, long enough',
    ...settings,
  });
  const jawn = await createJawn(config, {
    logger: createLogger('jawn', config.LOG_LEVEL),
    clickhouse,
    schemaWaitMs: 0,
  });
  const port = await jawn.listen().catch(async (error: unknown) => {
    await jawn.close();
    throw error;
  });
  return { ...jawn, config, url: `http://127.0.0.1:${port}` };
}

export type Reply = { status: number; body: unknown; headers: Headers };

/** A browser's worth of HTTP: keeps cookies, sends JSON. */
export class TestClient {
  private cookies = '';
  organizationId?: string;

  constructor(
    private readonly url: string,
    private readonly key?: string,
  ) {}

  get = (path: string) => this.send('GET', path);
  delete = (path: string) => this.send('DELETE', path);
  post = (path: string, body: unknown = {}) => this.send('POST', path, body);
  patch = (path: string, body: unknown = {}) => this.send('PATCH', path, body);
  put = (path: string, body: unknown = {}) => this.send('PUT', path, body);

  signUp(email: string, password = 'correct horse') {
    return this.post('/api/auth/sign-up/email', { email, password, name: email.split('@')[0] });
  }

  signIn(email: string, password = 'correct horse') {
    return this.post('/api/auth/sign-in/email', { email, password });
  }

  async send(
    method: string,
    path: string,
    body?: unknown,
    extra: Record<string, string> = {},
  ): Promise<Reply> {
    const reply = await fetch(this.url + path, {
      method,
      headers: {
        origin: 'http://localhost:3000',
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...(this.key && { authorization: `Bearer ${this.key}` }),
        ...(this.cookies && { cookie: this.cookies }),
        ...(this.organizationId && { 'helicone-org-id': this.organizationId }),
        ...extra,
      },
      body: body === undefined ? undefined : typeof body === 'string' ? body : JSON.stringify(body),
    });
    const cookies = reply.headers.getSetCookie().map((cookie) => cookie.split(';', 1)[0]);
    if (cookies.length > 0) this.cookies = cookies.join('; ');
    const text = await reply.text();
    return { status: reply.status, body: text === '' ? undefined : parsed(text), headers: reply.headers };
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
