import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';

type Service = {
  image: string;
  profiles?: string[];
  ports?: string[];
  networks?: string[];
  network_mode?: string;
  volumes?: string[];
  healthcheck?: { test: string[] };
  depends_on?: Record<string, { condition: string }>;
  environment?: Record<string, string | null> | string[];
  read_only?: boolean;
};

const { services, networks, volumes } = parse(
  readFileSync(join(import.meta.dirname, '..', 'compose.yaml'), 'utf8'),
  { merge: true },
) as {
  services: Record<string, Service>;
  networks: Record<string, { internal?: boolean } | null>;
  volumes: Record<string, unknown>;
};

const stores = ['postgres', 'clickhouse', 'minio', 'valkey'];
const apps = ['proxy', 'jawn', 'worker', 'web'];
const oneShot = ['secrets', 'migrate'];

describe('compose.yaml', () => {
  it('starts the stores, the apps and what prepares them, and nothing else', () => {
    const started = Object.keys(services).filter((name) => !services[name]!.profiles);
    expect(started.sort()).toEqual([...stores, ...apps, ...oneShot].sort());
  });

  it.each([...stores, ...apps])('asks %s for its health', (name) => {
    expect(services[name]!.healthcheck?.test.length).toBeGreaterThan(1);
  });

  it('starts stores once their secrets are there, migrates once they are healthy, and then starts the apps', () => {
    for (const store of stores)
      expect(services[store]!.depends_on).toEqual({
        secrets: { condition: 'service_completed_successfully' },
      });
    for (const store of stores)
      expect(services.migrate!.depends_on).toHaveProperty(store, { condition: 'service_healthy' });
    for (const app of ['proxy', 'jawn', 'worker'])
      expect(services[app]!.depends_on).toEqual({ migrate: { condition: 'service_completed_successfully' } });
    expect(services.web!.depends_on).toEqual({ jawn: { condition: 'service_healthy' } });
  });

  it('publishes the dashboard, the API and the proxy, on this machine alone unless BIND is set', () => {
    const published = Object.values(services).flatMap(({ ports }) => ports ?? []);
    expect(published.map((port) => port.split(':').at(-1)).sort()).toEqual(['3000', '8585', '8787']);
    for (const port of published) expect(port).toMatch(/^\$\{BIND:-127\.0\.0\.1\}:/);
  });

  it('keeps the stores on a network without a way out', () => {
    for (const store of stores) expect(services[store]!.networks).toEqual(['stores']);
    expect(networks.stores).toEqual({ internal: true });
  });

  it('has no password in the file or in an environment', () => {
    for (const [name, { environment }] of Object.entries(services)) {
      if (name === 'secrets') {
        // Names only: passed on when the user sets them.
        expect((environment as string[]).filter((entry) => entry.includes('='))).toEqual([]);
        continue;
      }
      const given = Object.entries(environment ?? {}).filter(([, value]) => value !== null);
      const secret = given.map(([key]) => key).filter((key) => /PASSWORD|SECRET|KEY/.test(key));
      expect(secret).toEqual(name === 'postgres' ? ['POSTGRES_PASSWORD_FILE'] : []);
    }
  });

  it('lets each store see its own secrets only', () => {
    for (const store of stores) {
      const seen = services[store]!.volumes!.filter((volume) => volume.startsWith('secrets-'));
      expect(seen.map((volume) => volume.split(':')[0])).toEqual([`secrets-${store}`]);
      expect(seen[0]).toMatch(/:ro$/);
    }
    expect(Object.keys(volumes)).toContain('secrets-apps');
  });

  it('pins the images of others', () => {
    const others = Object.values(services)
      .map(({ image }) => image)
      .filter((image) => !image.startsWith('${IMAGES:-heliostat}/'));
    expect(others.sort()).toEqual(['clickhouse/clickhouse-server:26.7', 'postgres:17', 'valkey/valkey:8']);
  });

  it.each([...apps, ...oneShot, 'minio'])('gives %s a root that cannot be written', (name) => {
    expect(services[name]!.read_only).toBe(true);
  });
});
