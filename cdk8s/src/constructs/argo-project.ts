import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { namespaces } from '../environments/environment.js';
import { inCluster } from './argo-application.js';

type Kind = { group: string; kind: string };

export type ArgoProjectProps = {
  name: string;
  description: string;
  repoURL: string;
  namespaces: readonly string[];
  /** Kinds without namespace that may be made; none unless told. */
  clusterKinds?: readonly Kind[];
  /** The only kinds in namespaces that may be made; all unless told. */
  namespacedKinds?: readonly Kind[];
};

/** An AppProject: what Argo CD may make, from where and into which namespaces. */
export class ArgoProject extends Construct {
  constructor(scope: Construct, id: string, props: ArgoProjectProps) {
    super(scope, id);
    const manifest = {
      apiVersion: 'argoproj.io/v1alpha1',
      kind: 'AppProject',
      metadata: {
        name: props.name,
        namespace: namespaces.argocd,
        labels: { 'app.kubernetes.io/part-of': 'heliostat' },
        // Not before the last Application that needs it.
        finalizers: ['resources-finalizer.argocd.argoproj.io'],
      },
      spec: {
        description: props.description,
        sourceRepos: [props.repoURL],
        destinations: props.namespaces.map((namespace) => ({ server: inCluster, namespace })),
        clusterResourceWhitelist: props.clusterKinds ?? [],
        ...(props.namespacedKinds ? { namespaceResourceWhitelist: props.namespacedKinds } : {}),
      },
    };
    new ApiObject(this, 'project', manifest);
  }
}
