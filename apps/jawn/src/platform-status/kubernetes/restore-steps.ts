import { type PlatformBackup, type PlatformRestorePlan } from '@heliostat/contracts';

type Facts = { namespace: string; release: string | null; cronJob: string | null };

/** How a backup is restored in the cluster, by the chart's values: the stores are never touched from here. */
export function kubernetesRestoreSteps(
  backup: PlatformBackup,
  { namespace, release, cronJob }: Facts,
): PlatformRestorePlan['steps'] {
  const name = release ?? 'heliostat';
  const kubectl = `kubectl --namespace ${namespace}`;
  const helm = `helm upgrade ${name} charts/heliostat-core \\\n  --namespace ${namespace} --reuse-values`;
  const selector = `--selector app.kubernetes.io/instance=${name},app.kubernetes.io/component=restore`;
  const before = `${cronJob}-before-restore`;
  return [
    ...(cronJob
      ? [
          {
            title: 'Keep what is there now',
            words: 'A restore replaces it. Skip this where the stores are lost anyway.',
            code: `${kubectl} create job ${before} \\
  --from=cronjob/${cronJob}
${kubectl} wait --timeout=6h \\
  --for=condition=complete job/${before}`,
            language: 'shell' as const,
          },
        ]
      : []),
    {
      title: 'Restore',
      words:
        `Stops API and workers, and runs a Job that replaces ${backup.stores.join(', ')} with the backup ${backup.id}. ` +
        'The proxies go on serving; what they log meanwhile waits in their spool. Without restore.force a store that ' +
        'holds data is refused. Use the chart and the version that are installed.',
      code: `${helm} \\
  --set restore.enabled=true --set restore.force=true \\
  --set restore.backup=${backup.id}`,
      language: 'shell',
    },
    {
      title: 'Or the same by values',
      words: 'With GitOps, or helm compose: set these values of heliostat-core and sync.',
      code: `restore:
  enabled: true
  backup: ${backup.id}
  force: true`,
      language: 'yaml',
    },
    {
      title: 'Wait for it, and read what it says',
      words: 'It ends with a line for each store. This page is away meanwhile: it is served by the API.',
      code: `${kubectl} wait --timeout=24h \\
  --for=condition=complete job \\
  ${selector}
${kubectl} logs --tail=-1 \\
  ${selector}`,
      language: 'shell',
    },
    {
      title: 'Start API and workers again',
      words: 'They migrate what the backup is older than, and work off what waited.',
      code: `${helm} \\
  --set restore.enabled=false --set restore.backup=`,
      language: 'shell',
    },
  ];
}
