import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { namespaces, type Source } from '../environments/environment.js';

export const inCluster = 'https://kubernetes.default.svc';

export type ArgoApplicationProps = {
  name: string;
  project: string;
  /** Lower ones first, each when the one before is healthy. */
  wave?: number;
  source: Source;
  /** Folder in the repository: a chart, when there are values; manifests otherwise. */
  path: string;
  /** Values of a chart; they stand in the Application itself. */
  values?: object;
  namespace: string;
  /** Whether what runs is removed with the Application. Never for stores. */
  cascadeDelete: boolean;
  /** Whether Argo CD makes the namespace, closed to privileged pods. */
  ownsNamespace?: boolean;
};

/** An Application of Argo CD. */
export class ArgoApplication extends Construct {
  constructor(scope: Construct, id: string, props: ArgoApplicationProps) {
    super(scope, id);
    const {
      name,
      project,
      wave,
      source,
      path,
      values,
      namespace,
      cascadeDelete,
      ownsNamespace = false,
    } = props;
    const manifest = {
      apiVersion: 'argoproj.io/v1alpha1',
      kind: 'Application',
      metadata: {
        name,
        namespace: namespaces.argocd,
        labels: { 'app.kubernetes.io/part-of': 'heliostat' },
        ...(wave === undefined ? {} : { annotations: { 'argocd.argoproj.io/sync-wave': String(wave) } }),
        ...(cascadeDelete ? { finalizers: ['resources-finalizer.argocd.argoproj.io'] } : {}),
      },
      spec: {
        project,
        source: { ...source, path, ...(values ? { helm: { releaseName: name, valuesObject: values } } : {}) },
        destination: { server: inCluster, namespace },
        syncPolicy: {
          automated: { prune: true, selfHeal: true },
          syncOptions: [
            ...(ownsNamespace ? ['CreateNamespace=true'] : []),
            'ServerSideApply=true',
            'PruneLast=true',
            'RespectIgnoreDifferences=true',
          ],
          ...(ownsNamespace ? { managedNamespaceMetadata: { labels: restricted } } : {}),
          // The first attempts come before the Secrets and stores that others make.
          retry: { limit: 5, backoff: { duration: '10s', factor: 2, maxDuration: '5m' } },
        },
        revisionHistoryLimit: 10,
      },
    };
    new ApiObject(this, 'application', manifest);
  }
}

const restricted = {
  'pod-security.kubernetes.io/enforce': 'restricted',
  'pod-security.kubernetes.io/warn': 'restricted',
};
