import { availableParallelism } from 'node:os';
import { loadConfig } from './load-config.js';

describe(loadConfig.name, () => {
  it('gives every setting its default on an empty environment', () => {
    const sut = loadConfig({});
    expect(sut).toMatchObject({
      PROXY_PORT: 8787,
      PROXY_MAX_BODY: 100_000_000,
      publicUrl: 'http://localhost:3000',
    });
  });

  it('names every bad variable and what it expects in one error', () => {
    const load = () =>
      loadConfig({ WEB_PORT: '70000', SPOOL_FULL: 'maybe', PROVIDER_OPENAI_BASE_URL: 'ftp://x' });
    expect(load).toThrow(
      /WEB_PORT: .*65535[\s\S]*SPOOL_FULL: .*pass or reject[\s\S]*PROVIDER_OPENAI_BASE_URL/,
    );
  });

  it('does not repeat the values of bad variables', () => {
    const load = () => loadConfig({ ENCRYPTION_KEY: 'hunter2' });
    expect(load).toThrow(/ENCRYPTION_KEY: expected 32 bytes/);
    expect(load).not.toThrow(/hunter2/);
  });

  it('reads earlier encryption keys from a list, and says what is wrong with one', () => {
    const [one, two] = ['a', 'b'].map((letter) => Buffer.alloc(32, letter).toString('base64'));
    expect(loadConfig({}).ENCRYPTION_KEY_PREVIOUS).toEqual([]);
    expect(loadConfig({ ENCRYPTION_KEY_PREVIOUS: `${one}, ${two},` }).ENCRYPTION_KEY_PREVIOUS).toEqual([
      one,
      two,
    ]);
    expect(() => loadConfig({ ENCRYPTION_KEY_PREVIOUS: `${one},hunter2` })).toThrow(
      /ENCRYPTION_KEY_PREVIOUS.*: expected 32 bytes(?![\s\S]*hunter2)/,
    );
  });

  it('collects provider settings by registry id', () => {
    const sut = loadConfig({
      PROVIDER_GOOGLE_AI_STUDIO_BASE_URL: 'http://127.0.0.1:9001/',
      PROVIDER_OPENAI_API_KEY: 'k',
      PROVIDER_VERTEX_TOKEN_URL: 'http://127.0.0.1:9001/token',
    });
    expect(sut.providers).toEqual({
      'google-ai-studio': { baseUrl: 'http://127.0.0.1:9001' },
      openai: { apiKey: 'k' },
      vertex: { tokenUrl: 'http://127.0.0.1:9001/token' },
    });
  });

  it('refuses an address for tokens of a provider that asks for none', () => {
    expect(() => loadConfig({ PROVIDER_OPENAI_TOKEN_URL: 'http://127.0.0.1:9001' })).toThrow(
      /PROVIDER_OPENAI_TOKEN_URL: only Vertex AI/,
    );
  });

  it('reads sizes with units', () => {
    expect(loadConfig({ LOG_MAX_BODY: '512KiB' }).LOG_MAX_BODY).toBe(524_288);
  });

  it.each(['p@ss/w:rd%20?#', 'plain'])(
    'keeps the password %j apart from the URL that it belongs to',
    (password) => {
      const sut = loadConfig({
        DATABASE_URL: 'postgres://heliostat@db:5432/heliostat?sslmode=require',
        DATABASE_PASSWORD: password,
        REDIS_URL: 'redis://valkey:6379',
        REDIS_PASSWORD: password,
        CACHE_REDIS_URL: 'redis://cache:6379',
        CACHE_REDIS_PASSWORD: `${password}2`,
      });
      expect(decodeURIComponent(new URL(sut.DATABASE_URL!).password)).toBe(password);
      expect(new URL(sut.DATABASE_URL!).search).toBe('?sslmode=require');
      expect(decodeURIComponent(new URL(sut.REDIS_URL!).password)).toBe(password);
      expect(decodeURIComponent(new URL(sut.CACHE_REDIS_URL!).password)).toBe(`${password}2`);
    },
  );

  it('refuses a Redis for the cache alone where there is none for the rest', () => {
    expect(() => loadConfig({ CACHE_REDIS_URL: 'redis://cache:6379' })).toThrow(/ {2}REDIS_URL: expected/);
  });

  it('leaves a URL that has a password as it is', () => {
    const url = 'postgres://u:own@db/x';
    expect(loadConfig({ DATABASE_URL: url, DATABASE_PASSWORD: 'other' }).DATABASE_URL).toBe(url);
  });

  it("SH-02 takes the original's names for public addresses, and ours before them", () => {
    const original = {
      SITE_URL: 'https://a.example',
      NEXT_PUBLIC_APP_URL: 'https://b.example',
      NEXT_PUBLIC_HELICONE_JAWN_SERVICE: 'https://api.example',
    };
    expect(loadConfig(original)).toMatchObject({
      publicUrl: 'https://a.example',
      JAWN_PUBLIC_URL: 'https://api.example',
    });
    expect(loadConfig({ ...original, HELIOSTAT_PUBLIC_URL: 'https://c.example' }).publicUrl).toBe(
      'https://c.example',
    );
  });

  it("reports a fault under the original's name where that was written", () => {
    expect(() => loadConfig({ SITE_URL: 'example' })).toThrow(/ {2}SITE_URL: expected a URL/);
  });

  it('reads hosts that may be private, and refuses what is no host', () => {
    expect(
      loadConfig({ ALLOWED_PRIVATE_TARGETS: 'vllm.models.svc, 10.0.0.5:8000' }).ALLOWED_PRIVATE_TARGETS,
    ).toEqual([
      { host: 'vllm.models.svc', port: undefined },
      { host: '10.0.0.5', port: '8000' },
    ]);
    expect(() => loadConfig({ ALLOWED_PRIVATE_TARGETS: 'http://vllm' })).toThrow(
      /ALLOWED_PRIVATE_TARGETS: expected hosts/,
    );
  });

  it('runs one process of the proxy a core where it is told to', () => {
    const workers = (value: string) => loadConfig({ HELIOSTAT_PROXY_WORKERS: value }).HELIOSTAT_PROXY_WORKERS;
    expect(workers('auto')).toBe(availableParallelism());
    expect(workers('3')).toBe(3);
    expect(() => workers('many')).toThrow(/HELIOSTAT_PROXY_WORKERS: expected a number or auto/);
  });

  it('refuses shards without a cluster', () => {
    expect(() => loadConfig({ CLICKHOUSE_SHARDED: 'true' })).toThrow(/CLICKHOUSE_CLUSTER: expected/);
  });
});
