import type { Agent } from 'node:http';
import type { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { CodedError, errorMessage, withTimeout } from '@heliostat/platform';
import type { Client } from 'minio';
import { assertObjectKey, assertObjectPrefix } from './object-key.js';
import { ObjectNotFoundError } from './object-not-found.error.js';
import type { ObjectStore } from './object-store.js';
import { uploadStream } from './s3-multipart.js';
import type { StreamingObjectStore } from './streaming-object-store.js';

export type S3Options = {
  /** Origin, `http://…` or `https://…`. */
  endpoint: string;
  bucket: string;
  region: string;
  /** Without keys, credentials come from the instance's or the pod's IAM role. */
  keys?: { access: string; secret: string };
  /** How long one call may take; 30 s unless told. */
  timeoutMs?: number;
  /** Size of the parts in which streams are sent; 32 MiB unless told. */
  partBytes?: number;
};

/** A part of a stream is larger than most objects. */
const partTimeoutMs = 300_000;

/** Objects in an S3 bucket, which is created on first use when it is missing. */
export class S3ObjectStore implements StreamingObjectStore {
  private opening?: Promise<Client>;
  private readonly agent: Agent;
  private readonly timeoutMs: number;
  private bucket?: Promise<void>;

  constructor(private readonly options: S3Options) {
    const endpoint = new URL(options.endpoint);
    this.timeoutMs = options.timeoutMs ?? 30_000;
    // An `import` of these costs 14 MB: it evaluates every export, and `WebSocket` loads Node's own undici.
    const { Agent: AgentOf } = process.getBuiltinModule(
      endpoint.protocol === 'https:' ? 'node:https' : 'node:http',
    );
    this.agent = new AgentOf({ keepAlive: true, maxSockets: 64 });
  }

  async put(key: string, body: Uint8Array): Promise<void> {
    assertObjectKey(key);
    const bytes = Buffer.from(body.buffer, body.byteOffset, body.byteLength);
    await this.call(key, () =>
      this.withBucket((client) => client.putObject(this.options.bucket, key, bytes, bytes.length)),
    );
  }

  async putStream(key: string, body: Readable): Promise<number> {
    assertObjectKey(key);
    const { bucket, partBytes } = this.options;
    try {
      await this.call(key, () => this.ensureBucket());
      const client = await this.open();
      const bounded = <T>(work: () => Promise<T>) => this.call(key, work, partTimeoutMs);
      return await uploadStream({ client, bucket, key, body, partBytes, bounded });
    } catch (error) {
      body.destroy();
      throw this.coded(key, error);
    }
  }

  async getStream(key: string): Promise<Readable> {
    assertObjectKey(key);
    // Bounded up to its first byte only: how long the rest takes is up to the reader.
    const found = await this.call(key, async () => ({
      stream: await (await this.open()).getObject(this.options.bucket, key),
    }));
    return found.stream;
  }

  async copyFrom(source: ObjectStore, sourceKey: string, key: string): Promise<boolean> {
    assertObjectKey(sourceKey);
    assertObjectKey(key);
    if (!(source instanceof S3ObjectStore)) return false;
    const { endpoint, keys, bucket } = source.options;
    if (new URL(endpoint).origin !== new URL(this.options.endpoint).origin) return false;
    if (keys?.access !== this.options.keys?.access) return false;
    await this.call(key, () =>
      this.withBucket((client) => client.copyObject(this.options.bucket, key, `/${bucket}/${sourceKey}`)),
    );
    return true;
  }

  async listFolders(prefix: string): Promise<string[]> {
    assertObjectPrefix(prefix);
    const items = (await this.open()).listObjectsV2(this.options.bucket, prefix, false);
    const folders: string[] = [];
    try {
      for await (const item of items as AsyncIterable<{ prefix?: string }>)
        if (item.prefix) folders.push(item.prefix.slice(prefix.length).replace(/\/$/, ''));
    } catch (error) {
      if (code(error) !== 'NoSuchBucket') throw this.coded(prefix, error);
    }
    return folders.sort();
  }

  async get(key: string): Promise<Buffer> {
    assertObjectKey(key);
    return this.call(key, async () => (await this.open()).getObject(this.options.bucket, key));
  }

  async getRange(key: string, offset: number, length: number): Promise<Buffer> {
    assertObjectKey(key);
    // S3 has no empty range, and minio reads a length of 0 as "to the end".
    if (length === 0) {
      await this.call(key, async () => (await this.open()).statObject(this.options.bucket, key));
      return Buffer.alloc(0);
    }
    try {
      return await this.call(key, async () =>
        (await this.open()).getPartialObject(this.options.bucket, key, offset, length),
      );
    } catch (error) {
      if (error instanceof CodedError && code(error.cause) === 'InvalidRange') return Buffer.alloc(0);
      throw error;
    }
  }

  async *list(prefix: string): AsyncGenerator<{ key: string; bytes: number; modifiedAt: Date }> {
    assertObjectPrefix(prefix);
    const items = (await this.open()).listObjectsV2(this.options.bucket, prefix, true);
    try {
      for await (const item of items as AsyncIterable<{ name?: string; size: number; lastModified?: Date }>)
        if (item.name)
          yield { key: item.name, bytes: item.size, modifiedAt: item.lastModified ?? new Date(0) };
    } catch (error) {
      if (code(error) !== 'NoSuchBucket') throw this.coded(prefix, error);
    } finally {
      items.destroy();
    }
  }

  async delete(key: string): Promise<void> {
    assertObjectKey(key);
    try {
      await this.call(key, async () => (await this.open()).removeObject(this.options.bucket, key));
    } catch (error) {
      if (!(error instanceof ObjectNotFoundError)) throw error;
    }
  }

  async check(): Promise<void> {
    await this.call('', () => this.ensureBucket(true));
  }

  async close(): Promise<void> {
    this.agent.destroy();
  }

  private open(): Promise<Client> {
    return (this.opening ??= this.createClient());
  }

  /** The client's 40 MB are loaded only where objects lie in S3. */
  private async createClient(): Promise<Client> {
    const { Client, IamAwsProvider } = await import('minio');
    const endpoint = new URL(this.options.endpoint);
    const { keys } = this.options;
    return new Client({
      endPoint: endpoint.hostname.replace(/^\[|\]$/g, ''),
      ...(endpoint.port ? { port: Number(endpoint.port) } : {}),
      useSSL: endpoint.protocol === 'https:',
      region: this.options.region,
      transportAgent: this.agent,
      ...(keys
        ? { accessKey: keys.access, secretKey: keys.secret }
        : { credentialsProvider: new IamAwsProvider({}) }),
    });
  }

  /** A bucket that was removed since is made again. */
  private async withBucket(work: (client: Client) => Promise<unknown>): Promise<void> {
    const attempt = async () => {
      await this.ensureBucket();
      await work(await this.open());
    };
    try {
      await attempt();
    } catch (error) {
      if (code(error) !== 'NoSuchBucket') throw error;
      this.bucket = undefined;
      await attempt();
    }
  }

  private ensureBucket(again = false): Promise<void> {
    if (again) this.bucket = undefined;
    const pending = (this.bucket ??= this.createMissingBucket());
    pending.catch(() => {
      if (this.bucket === pending) this.bucket = undefined;
    });
    return pending;
  }

  private async createMissingBucket(): Promise<void> {
    const { bucket, region } = this.options;
    try {
      const client = await this.open();
      if (!(await client.bucketExists(bucket))) await client.makeBucket(bucket, region);
    } catch (error) {
      const another = ['BucketAlreadyOwnedByYou', 'BucketAlreadyExists'].includes(String(code(error)));
      if (!another) throw error;
    }
  }

  /** Runs one call, reads its stream if it gives one, and bounds both in time. */
  private call(key: string, work: () => Promise<Readable>): Promise<Buffer>;
  private call<T>(key: string, work: () => Promise<T>, timeoutMs?: number): Promise<T>;
  private async call(
    key: string,
    work: () => Promise<unknown>,
    timeoutMs = this.timeoutMs,
  ): Promise<unknown> {
    let stream: Readable | undefined;
    const answer = async () => {
      const result = await work();
      if (!isReadable(result)) return result;
      stream = result;
      return buffer(result);
    };
    try {
      return await withTimeout(timeoutMs, answer(), () => {
        stream?.destroy();
        return new Error(`no answer within ${timeoutMs} ms`);
      });
    } catch (error) {
      throw this.coded(key, error);
    }
  }

  private coded(key: string, error: unknown): Error {
    if (error instanceof CodedError) return error;
    if (['NoSuchKey', 'NotFound', 'NoSuchBucket'].includes(String(code(error))) && key)
      return new ObjectNotFoundError(key);
    const { endpoint, bucket } = this.options;
    return new CodedError(
      'objects/failed',
      `The object store at ${new URL(endpoint).host} (bucket ${bucket}) failed: ${errorMessage(error) || String(code(error))}`,
      503,
      { cause: error },
    );
  }
}

const isReadable = (value: unknown): value is Readable =>
  typeof value === 'object' && value !== null && 'pipe' in value;

const code = (error: unknown): unknown => (error as { code?: unknown } | undefined)?.code;
