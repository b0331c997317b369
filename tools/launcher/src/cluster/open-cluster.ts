import { CodedError } from '@heliostat/platform';
import { KubeConfig } from '@kubernetes/client-node';

export type ClusterAccess = { config: KubeConfig; namespace: string };

/** The cluster and namespace this runs in: `HELIOSTAT_NAMESPACE`, else the service account's or the kubeconfig's. */
export function openCluster(env: NodeJS.ProcessEnv): ClusterAccess {
  const config = new KubeConfig();
  config.loadFromDefault();
  const context = config.getContextObject(config.getCurrentContext());
  if (context?.name === 'loaded-context' && config.getCurrentCluster()?.server === 'http://localhost:8080')
    throw new CodedError(
      'cluster/none',
      'No cluster to speak to: this runs in no pod (no service account), and there is no kubeconfig (KUBECONFIG or ~/.kube/config).',
      400,
    );
  return { config, namespace: env.HELIOSTAT_NAMESPACE || context?.namespace?.trim() || 'default' };
}
