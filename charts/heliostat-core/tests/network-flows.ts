import { podSpecOf, type Manifest } from '@heliostat/charts';

type Selector = {
  matchLabels?: Record<string, string>;
  matchExpressions?: { key: string; operator: 'In'; values: string[] }[];
};
type Peer = { podSelector?: Selector; namespaceSelector?: Selector; ipBlock?: { cidr: string } };
type Rule = { from?: Peer[]; to?: Peer[]; ports?: { port: number }[] };

/** A pod of some namespace, as network policies see it. */
export type PodPeer = { labels: Record<string, string>; namespace?: string };

const release = 'heliostat';

const matches = (selector: Selector | undefined, labels: Record<string, string>) =>
  Object.entries(selector?.matchLabels ?? {}).every(([key, value]) => labels[key] === value) &&
  (selector?.matchExpressions ?? []).every(({ key, values }) => values.includes(labels[key] ?? ''));

/** Whether a peer of a policy means a pod; a peer without a namespace selector means pods of the policy's namespace. */
function includes(peer: Peer, { labels, namespace = release }: PodPeer): boolean {
  if (peer.ipBlock) return false;
  const home = peer.namespaceSelector
    ? matches(peer.namespaceSelector, { 'kubernetes.io/metadata.name': namespace })
    : namespace === release;
  return home && (!peer.podSelector || matches(peer.podSelector, labels));
}

/** Rendered network policies, evaluated as the API defines them: what is selected by any is closed but for their rules. */
export class NetworkFlows {
  constructor(private readonly manifests: Manifest[]) {}

  /** The pod that a workload, Job or CronJob of the chart makes. */
  pod(component: string): PodPeer {
    const found = this.manifests.find(
      (manifest) =>
        podSpecOf(manifest) && manifest.metadata.labels?.['app.kubernetes.io/component'] === component,
    );
    if (!found) throw new Error(`nothing is rendered for the component ${component}`);
    return { labels: podLabels(found) };
  }

  /** Whether a pod may open a connection to another: it may leave the one and enter the other. */
  allows(from: PodPeer, to: PodPeer, port: number): boolean {
    return this.passes('Egress', from, to, port) && this.passes('Ingress', to, from, port);
  }

  /** Blocks of addresses that a pod may reach at a port. */
  outside(from: PodPeer, port: number): Record<string, unknown>[] {
    return this.rules('Egress', from)
      .filter((rule) => reaches(rule, port))
      .flatMap((rule) => rule.to ?? [])
      .flatMap((peer) => (peer.ipBlock ? [{ ...peer.ipBlock }] : []));
  }

  private passes(direction: 'Ingress' | 'Egress', pod: PodPeer, other: PodPeer, port: number): boolean {
    if (this.policies(direction, pod).length === 0) return true;
    return this.rules(direction, pod).some((rule) => {
      const peers = direction === 'Ingress' ? rule.from : rule.to;
      return reaches(rule, port) && (!peers || peers.some((peer) => includes(peer, other)));
    });
  }

  private rules(direction: 'Ingress' | 'Egress', pod: PodPeer): Rule[] {
    const field = direction === 'Ingress' ? 'ingress' : 'egress';
    return this.policies(direction, pod).flatMap((policy) => (policy.spec[field] ?? []) as Rule[]);
  }

  private policies(direction: string, { labels, namespace = release }: PodPeer): Manifest[] {
    return this.manifests.filter(
      ({ kind, spec }) =>
        kind === 'NetworkPolicy' &&
        namespace === release &&
        spec.policyTypes.includes(direction) &&
        matches(spec.podSelector, labels),
    );
  }
}

const reaches = (rule: Rule, port: number) => !rule.ports || rule.ports.some((one) => one.port === port);

function podLabels({ kind, metadata, spec }: Manifest): Record<string, string> {
  if (kind === 'Pod') return metadata.labels ?? {};
  return (kind === 'CronJob' ? spec.jobTemplate.spec : spec).template.metadata.labels;
}
