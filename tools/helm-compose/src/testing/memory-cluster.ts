import type { Cluster, NewSecret, Owner, StoredSecret, VolumeClaim } from '../cluster/cluster.js';

/** A cluster in memory. */
export class MemoryCluster implements Cluster {
  readonly namespaces = new Map<string, Record<string, string>>();
  readonly crds = new Map<string, Owner>();
  readonly secrets = new Map<string, StoredSecret & { labels: Record<string, string> }>();
  readonly claims = new Map<string, VolumeClaim[]>();
  readonly troubles: string[] = [];

  async ensureNamespace(name: string, labels: Record<string, string>): Promise<string[]> {
    const present = this.namespaces.get(name) ?? {};
    this.namespaces.set(name, { ...labels, ...present });
    return Object.keys(labels).filter((key) => key in present && present[key] !== labels[key]);
  }

  async findCrd(name: string): Promise<Owner | undefined> {
    return this.crds.get(name);
  }

  async listSecrets(namespace: string, labels: Record<string, string>): Promise<StoredSecret[]> {
    return [...this.secrets]
      .filter(([key]) => key.startsWith(`${namespace}/`))
      .map(([, secret]) => secret)
      .filter((secret) => Object.entries(labels).every(([key, value]) => secret.labels[key] === value));
  }

  async createSecret(namespace: string, { name, labels, data }: NewSecret): Promise<boolean> {
    const key = `${namespace}/${name}`;
    if (this.secrets.has(key)) return false;
    this.secrets.set(key, { name, labels, data, createdAt: '2026-01-01T00:00:00Z' });
    return true;
  }

  async deleteSecret(namespace: string, name: string): Promise<void> {
    this.secrets.delete(`${namespace}/${name}`);
  }

  async listVolumeClaims(namespace: string, release: string): Promise<VolumeClaim[]> {
    return this.claims.get(`${namespace}/${release}`) ?? [];
  }

  async deleteVolumeClaim(namespace: string, name: string): Promise<void> {
    for (const [key, claims] of this.claims)
      if (key.startsWith(`${namespace}/`))
        this.claims.set(
          key,
          claims.filter((claim) => claim.name !== name),
        );
  }

  async listTroubles(): Promise<string[]> {
    return this.troubles;
  }
}
