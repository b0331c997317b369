import { CodedError } from '@heliostat/platform';
import type { Cluster, NewSecret, Owner, StoredSecret, VolumeClaim } from './cluster.js';
import type { KubeReply, KubeSend } from './kube-request.js';
import { troubleOf, type PodView } from './pod-troubles.js';

type Meta = {
  name: string;
  creationTimestamp: string;
  labels?: Record<string, string>;
  annotations?: Record<string, string>;
};
type Item = { metadata: Meta };
type SecretItem = Item & { data?: Record<string, string> };
type ClaimItem = Item & { spec?: { resources?: { requests?: { storage?: string } } } };

const decode = (text: string) => Buffer.from(text, 'base64').toString('utf8');
const encode = (text: string) => Buffer.from(text, 'utf8').toString('base64');
const mapped = (data: Record<string, string>, change: (text: string) => string) =>
  Object.fromEntries(Object.entries(data).map(([key, value]) => [key, change(value)]));
const ofRelease = (release: string) => ({ 'app.kubernetes.io/instance': release });

/** A real cluster, by its REST API. */
export class KubernetesCluster implements Cluster {
  constructor(private readonly send: KubeSend) {}

  async ensureNamespace(name: string, labels: Record<string, string>): Promise<string[]> {
    const found = await this.find<Item>(`/api/v1/namespaces/${name}`);
    if (!found) {
      const body = { apiVersion: 'v1', kind: 'Namespace', metadata: { name, labels } };
      const reply = await this.send('POST', '/api/v1/namespaces', body);
      // Another release of the same run may have made it a moment ago.
      if (reply.status === 409) return this.ensureNamespace(name, labels);
      this.expect(reply, `create the namespace ${name}`);
      return [];
    }
    const present = found.metadata.labels ?? {};
    const missing = Object.entries(labels).filter(([key]) => !(key in present));
    if (missing.length > 0) {
      const body = { metadata: { labels: Object.fromEntries(missing) } };
      const reply = await this.send('PATCH', `/api/v1/namespaces/${name}`, body);
      this.expect(reply, `label the namespace ${name}`);
    }
    return Object.entries(labels)
      .filter(([key, value]) => key in present && present[key] !== value)
      .map(([key]) => `${key}=${present[key]}`);
  }

  async findCrd(name: string): Promise<Owner | undefined> {
    const found = await this.find<Item>(`/apis/apiextensions.k8s.io/v1/customresourcedefinitions/${name}`);
    const notes = found?.metadata.annotations;
    return (
      found && {
        release: notes?.['meta.helm.sh/release-name'],
        namespace: notes?.['meta.helm.sh/release-namespace'],
      }
    );
  }

  async listSecrets(namespace: string, labels: Record<string, string>): Promise<StoredSecret[]> {
    const items = await this.list<SecretItem>(`/api/v1/namespaces/${namespace}/secrets`, labels);
    return items.map(({ metadata, data = {} }) => ({
      name: metadata.name,
      createdAt: metadata.creationTimestamp,
      data: mapped(data, decode),
    }));
  }

  async createSecret(namespace: string, { name, type, labels, data }: NewSecret): Promise<boolean> {
    const reply = await this.send('POST', `/api/v1/namespaces/${namespace}/secrets`, {
      apiVersion: 'v1',
      kind: 'Secret',
      type,
      immutable: true,
      metadata: { name, labels },
      data: mapped(data, encode),
    });
    if (reply.status === 409) return false;
    this.expect(reply, `create the secret ${namespace}/${name}`);
    return true;
  }

  deleteSecret(namespace: string, name: string): Promise<void> {
    return this.delete(`/api/v1/namespaces/${namespace}/secrets/${name}`);
  }

  async listVolumeClaims(namespace: string, release: string): Promise<VolumeClaim[]> {
    const path = `/api/v1/namespaces/${namespace}/persistentvolumeclaims`;
    const items = await this.list<ClaimItem>(path, ofRelease(release));
    return items.map(({ metadata, spec }) => ({
      name: metadata.name,
      size: spec?.resources?.requests?.storage ?? 'size unknown',
    }));
  }

  deleteVolumeClaim(namespace: string, name: string): Promise<void> {
    return this.delete(`/api/v1/namespaces/${namespace}/persistentvolumeclaims/${name}`);
  }

  async listTroubles(namespace: string, release: string): Promise<string[]> {
    const pods = await this.list<PodView>(`/api/v1/namespaces/${namespace}/pods`, ofRelease(release));
    return pods.flatMap((pod) => troubleOf(pod) ?? []);
  }

  private async find<T>(path: string): Promise<T | undefined> {
    const reply = await this.send('GET', path);
    if (reply.status === 404) return undefined;
    this.expect(reply, `read ${path}`);
    return reply.body as T;
  }

  private async list<T>(path: string, labels: Record<string, string>): Promise<T[]> {
    const selector = Object.entries(labels).map(([key, value]) => `${key}=${value}`);
    const reply = await this.send('GET', `${path}?labelSelector=${encodeURIComponent(selector.join(','))}`);
    this.expect(reply, `list ${path}`);
    return (reply.body as { items?: T[] }).items ?? [];
  }

  private async delete(path: string): Promise<void> {
    const reply = await this.send('DELETE', path);
    if (reply.status !== 404) this.expect(reply, `delete ${path}`);
  }

  private expect({ status, body }: KubeReply, what: string): void {
    if (status >= 200 && status < 300) return;
    const words = (body as { message?: string } | null)?.message ?? `status ${status}`;
    throw new CodedError('compose/cluster-refused', `The cluster did not let us ${what}: ${words}`, status);
  }
}
