import { type Config } from '@heliostat/platform';
import { LauncherPlatform } from './launcher/launcher-platform.driver.js';
import { type PlatformSource, sourceLimitMs } from './platform-source.js';

/** The cluster where the chart says so (`HELIOSTAT_NAMESPACE`), else the launcher's processes. Reaches nothing yet. */
export async function openPlatformSource(config: Config): Promise<PlatformSource> {
  const { HELIOSTAT_NAMESPACE: namespace, HELIOSTAT_RELEASE: release } = config;
  if (!namespace) return new LauncherPlatform(config);
  // Loaded only here: the client is large, and one machine does without it.
  const [{ KubeConfig }, { createClients }, { KubernetesPlatform }] = await Promise.all([
    import('@kubernetes/client-node'),
    import('./kubernetes/kubernetes-api.js'),
    import('./kubernetes/kubernetes-platform.driver.js'),
  ]);
  const cluster = new KubeConfig();
  cluster.loadFromDefault();
  return new KubernetesPlatform(createClients(cluster, sourceLimitMs), {
    namespace,
    release: release ?? null,
    argocdNamespaces: [...new Set([config.HELIOSTAT_ARGOCD_NAMESPACE, namespace])],
  });
}
