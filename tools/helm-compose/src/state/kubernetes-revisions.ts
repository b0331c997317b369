import { CodedError } from '@heliostat/platform';
import type { Cluster, StoredSecret } from '../cluster/cluster.js';
import { decodeRevision, encodeRevision } from './revision-codec.js';
import type { Revision, RevisionEntry, RevisionStore } from './revision-store.js';

/** Revisions as secrets `helm.compose.<name>.v<number>` in a namespace, as upstream keeps them. */
export class KubernetesRevisions implements RevisionStore {
  readonly place: string;

  constructor(
    private readonly cluster: Cluster,
    private readonly namespace: string,
    private readonly name: string,
    private readonly keep: number,
  ) {
    this.place = `secrets in the namespace ${namespace}`;
  }

  async list(): Promise<RevisionEntry[]> {
    const secrets = await this.secrets();
    return secrets.map(({ number, secret }) => ({ number, createdAt: new Date(secret.createdAt) }));
  }

  async read(number: number): Promise<Revision | undefined> {
    const found = (await this.secrets()).find((entry) => entry.number === number)?.secret;
    if (!found) return undefined;
    const text = Buffer.from(found.data.compose ?? '', 'base64').toString('utf8');
    return decodeRevision(text, `The secret ${this.namespace}/${found.name}`);
  }

  async add(revision: Revision): Promise<number> {
    const all = await this.secrets();
    const number = (all.at(-1)?.number ?? 0) + 1;
    const created = await this.cluster.createSecret(this.namespace, {
      name: this.secretName(number),
      type: 'helm-compose/revision.v1',
      labels: this.labels(),
      data: { compose: Buffer.from(encodeRevision(revision)).toString('base64') },
    });
    if (!created)
      throw new CodedError(
        'compose/two-at-once',
        `Another helm compose wrote revision ${number} meanwhile. Let it finish, then run this again.`,
      );
    for (const { secret } of all.slice(0, Math.max(0, all.length + 1 - this.keep)))
      await this.cluster.deleteSecret(this.namespace, secret.name);
    return number;
  }

  private async secrets(): Promise<{ number: number; secret: StoredSecret }[]> {
    const prefix = this.secretName('');
    return (await this.cluster.listSecrets(this.namespace, this.labels()))
      .filter(({ name }) => name.startsWith(prefix) && /^\d+$/.test(name.slice(prefix.length)))
      .map((secret) => ({ number: Number(secret.name.slice(prefix.length)), secret }))
      .sort((a, b) => a.number - b.number);
  }

  private secretName(number: number | ''): string {
    return `helm.compose.${this.name}.v${number}`;
  }

  private labels(): Record<string, string> {
    return { 'app.kubernetes.io/managed-by': 'Helm-Compose', 'helm-compose/name': this.name };
  }
}
