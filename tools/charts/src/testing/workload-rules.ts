import { Container, Manifest, manifestName, podSpecOf } from './manifest.js';

const secretName = /PASSWORD|SECRET|KEY|TOKEN/;
/** Names that end so hold a path or a Secret's name, not a secret. */
const pointerName = /_(FILE|PATH|DIR|NAME|URL)$/;
const longRunning = ['Deployment', 'StatefulSet', 'DaemonSet'];

/** Secrets that stand readable in a container's environment or in a ConfigMap. */
export function plainSecretFaults(manifest: Manifest): string[] {
  const isPlain = (name: string, value: unknown) =>
    secretName.test(name) && !pointerName.test(name) && value !== undefined && value !== '';
  const pod = podSpecOf(manifest);
  const faults = [...(pod?.initContainers ?? []), ...(pod?.containers ?? [])].flatMap((container) =>
    (container.env ?? [])
      .filter(({ name, value }) => isPlain(name, value))
      .map(
        ({ name }) => `${manifestName(manifest)}: ${name} of container ${container.name} is a plain value`,
      ),
  );
  if (manifest.kind === 'ConfigMap')
    for (const [name, value] of Object.entries(manifest.data ?? {}))
      if (isPlain(name, value)) faults.push(`${manifestName(manifest)}: ${name} is a plain value`);
  return faults;
}

/**
 * What a workload lacks to be run well: requests of CPU and memory and a memory limit for every container (of Jobs
 * too), a liveness and a readiness probe for every one that keeps running.
 */
export function workloadFaults(manifest: Manifest): string[] {
  const pod = podSpecOf(manifest);
  if (!pod) return [];
  const inits = pod.initContainers ?? [];
  const faults = [...inits, ...pod.containers].flatMap(resourceFaults);
  if (longRunning.includes(manifest.kind)) {
    const sidecars = inits.filter(({ restartPolicy }) => restartPolicy === 'Always');
    for (const container of [...pod.containers, ...sidecars])
      for (const probe of ['livenessProbe', 'readinessProbe'] as const)
        if (!container[probe]) faults.push(`container ${container.name} has no ${probe}`);
  }
  if (pod.serviceAccountName === undefined && pod.automountServiceAccountToken !== false)
    faults.push('the default service account’s token is mounted');
  return faults.map((fault) => `${manifestName(manifest)}: ${fault}`);
}

function resourceFaults({ name, resources }: Container): string[] {
  const faults = [];
  for (const resource of ['cpu', 'memory'])
    if (resources?.requests?.[resource] === undefined)
      faults.push(`container ${name} requests no ${resource}`);
  if (resources?.limits?.memory === undefined) faults.push(`container ${name} has no memory limit`);
  return faults;
}

/** Images without a version: no tag, or `latest`. */
export function floatingImageFaults(manifest: Manifest): string[] {
  const pod = podSpecOf(manifest);
  return [...(pod?.initContainers ?? []), ...(pod?.containers ?? [])]
    .filter(({ image }) => !image.includes('@sha256:') && !/:(?!latest$)[\w][\w.-]*$/.test(image))
    .map(
      ({ name, image }) => `${manifestName(manifest)}: image ${image} of container ${name} has no version`,
    );
}
