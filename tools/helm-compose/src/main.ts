import { runCli, terminalAsk } from './cli.js';
import type { Cluster } from './cluster/cluster.js';
import { kubeSend, openKubeConfig } from './cluster/kube-request.js';
import { KubernetesCluster } from './cluster/kubernetes-cluster.js';
import { HelmProcess } from './helm/helm-process.js';

const { env } = process;
const helm = new HelmProcess(env.HELM_BIN || 'helm', env, process.cwd());
const stopping = new AbortController();
const clusters = new Map<string, Cluster>();

const exitCodes = { SIGINT: 130, SIGTERM: 143 } as const;
let stoppedBy: keyof typeof exitCodes | undefined;
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.on(signal, () => {
    // The first is passed on, and helm marks what it was at; a second one means at once.
    helm.interrupt(stoppedBy ? 'SIGKILL' : signal);
    if (!stoppedBy)
      process.stderr.write('\nstopping: waiting for helm to leave things in order (again to kill it)\n');
    stoppedBy ??= signal;
    stopping.abort();
  });

const code = await runCli(process.argv.slice(2), {
  helm,
  env,
  cwd: process.cwd(),
  stdout: process.stdout,
  stderr: process.stderr,
  ask: terminalAsk(process.stdin, process.stdout),
  signal: stopping.signal,
  openCluster: ({ kubeconfig, kubecontext }) => {
    const key = JSON.stringify([kubeconfig, kubecontext]);
    const known =
      clusters.get(key) ?? new KubernetesCluster(kubeSend(openKubeConfig({ kubeconfig, kubecontext }, env)));
    clusters.set(key, known);
    return known;
  },
});
process.exitCode = stoppedBy ? exitCodes[stoppedBy] : code;
