import { type V1ObjectMeta } from '@kubernetes/client-node';

/** What our charts put on everything. */
export const label = {
  partOf: 'app.kubernetes.io/part-of',
  component: 'app.kubernetes.io/component',
  version: 'app.kubernetes.io/version',
} as const;
export const product = 'heliostat';
export const ours = `${label.partOf}=${product}`;

const apps = ['proxy', 'jawn', 'worker', 'web'];
const stores = ['postgres', 'clickhouse', 'minio', 'valkey', 'keeper'];

export const labelOf = (metadata: V1ObjectMeta | undefined, name: string): string | undefined =>
  metadata?.labels?.[name];

export const componentOf = (metadata: V1ObjectMeta | undefined): string =>
  labelOf(metadata, label.component) ?? metadata?.name ?? '';

export function roleOf(component: string): 'app' | 'store' | 'other' {
  if (apps.includes(component)) return 'app';
  return stores.some((store) => component.includes(store)) ? 'store' : 'other';
}

/** Apps in the order in which a request meets them, then stores, then the rest. */
export function compareComponents(left: string, right: string): number {
  const rank = (name: string) => {
    const app = apps.indexOf(name);
    if (app >= 0) return app;
    const store = stores.findIndex((store) => name.includes(store));
    return store >= 0 ? 10 + store : 100;
  };
  return rank(left) - rank(right) || left.localeCompare(right);
}

/** `0.1.0` of `registry:5000/heliostat/proxy:0.1.0@sha256:…`; null for a digest alone. */
export function tagOf(image: string | undefined): string | null {
  const name = image?.split('@', 1)[0] ?? '';
  const colon = name.lastIndexOf(':');
  return colon > name.lastIndexOf('/') ? name.slice(colon + 1) : null;
}

export const iso = (date: Date | string | undefined | null): string | null => {
  if (date === undefined || date === null) return null;
  const time = new Date(date);
  return Number.isNaN(time.getTime()) ? null : time.toISOString();
};
