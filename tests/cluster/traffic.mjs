import { randomUUID } from 'node:crypto';
import OpenAI from 'openai';

/**
 * Calls by OpenAI's own client, several at once, until stopped. A call is acknowledged when its whole reply has
 * arrived; each of those must be a row later, once. `maxRetries` is 0 where no call may fail at all.
 */
export class Traffic {
  acknowledged = [];
  failures = [];
  #running = true;
  #workers = [];

  constructor({ proxyUrl, apiKey, concurrency = 8, maxRetries = 0, pauseMs = 20 }) {
    this.client = new OpenAI({
      apiKey: 'sk-simulated',
      baseURL: `${proxyUrl}/oai/v1`,
      maxRetries,
      timeout: 30_000,
      defaultHeaders: { 'Helicone-Auth': `Bearer ${apiKey}` },
    });
    this.#workers = Array.from({ length: concurrency }, (_, index) => this.#work(index, pauseMs));
  }

  async #work(index, pauseMs) {
    while (this.#running) {
      // Of four calls one is a stream.
      await this.#call(index % 4 === 0);
      await new Promise((resolve) => setTimeout(resolve, pauseMs));
    }
  }

  async #call(stream) {
    const id = randomUUID();
    const at = Date.now();
    try {
      const reply = await this.client.chat.completions.create(
        { model: 'gpt-4o-mini', stream, messages: [{ role: 'user', content: `call ${id}` }] },
        { headers: { 'Helicone-Request-Id': id } },
      );
      if (stream) {
        let finished = false;
        for await (const chunk of reply) finished ||= chunk.choices[0]?.finish_reason === 'stop';
        if (!finished) throw new Error('the stream ended early');
      }
      this.acknowledged.push(id);
    } catch (error) {
      this.failures.push({
        id,
        at: new Date(at).toISOString(),
        error: String(error?.cause?.message ?? error.message),
      });
    }
  }

  async stop() {
    this.#running = false;
    await Promise.all(this.#workers);
    return this;
  }
}

/**
 * How often each id is a row: asks the API for all rows since a moment, page by page. Resolves once every id is there,
 * or rejects after the time with those that are not, or that are there twice.
 */
export async function assertRows({ apiUrl, apiKey, ids, since, seconds = 120 }) {
  const deadline = Date.now() + seconds * 1_000;
  for (;;) {
    const counts = await countRows({ apiUrl, apiKey, since });
    const missing = ids.filter((id) => !counts.has(id));
    const twice = ids.filter((id) => (counts.get(id) ?? 0) > 1);
    if (twice.length > 0)
      throw new Error(`${twice.length} rows are there more than once: ${twice.slice(0, 3)}`);
    if (missing.length === 0) return ids.length;
    if (Date.now() > deadline)
      throw new Error(
        `${missing.length} of ${ids.length} acknowledged calls are no row: ${missing.slice(0, 5)}`,
      );
    await new Promise((resolve) => setTimeout(resolve, 2_000));
  }
}

const pageSize = 1_000;

async function countRows({ apiUrl, apiKey, since }) {
  const counts = new Map();
  for (let offset = 0; ; offset += pageSize) {
    const reply = await fetch(`${apiUrl}/v1/request/query-clickhouse`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${apiKey}` },
      body: JSON.stringify({
        filter: { request_response_rmt: { request_created_at: { gte: new Date(since).toISOString() } } },
        sort: { created_at: 'asc' },
        limit: pageSize,
        offset,
      }),
      signal: AbortSignal.timeout(60_000),
    }).catch((error) => ({ ok: false, status: error.message, text: async () => '' }));
    // The API may be starting again; the caller asks anew.
    if (!reply.ok) return new Map();
    const { data } = await reply.json();
    for (const { request_id } of data) counts.set(request_id, (counts.get(request_id) ?? 0) + 1);
    if (data.length < pageSize) return counts;
  }
}
