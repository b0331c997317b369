/** A container of a rendered pod, as far as tests look at it. */
export interface Container {
  name: string;
  image: string;
  command?: string[];
  args?: string[];
  env?: { name: string; value?: string; valueFrom?: Record<string, Record<string, unknown>> }[];
  envFrom?: Record<string, { name: string }>[];
  ports?: { name?: string; containerPort: number }[];
  resources?: { requests?: Record<string, unknown>; limits?: Record<string, unknown> };
  livenessProbe?: Record<string, unknown>;
  readinessProbe?: Record<string, unknown>;
  startupProbe?: Record<string, unknown>;
  restartPolicy?: string;
  securityContext?: Record<string, unknown>;
  volumeMounts?: { name: string; mountPath: string; readOnly?: boolean; subPath?: string }[];
}

/** A rendered pod, as far as tests look at it. */
export interface PodSpec {
  [field: string]: unknown;
  containers: Container[];
  initContainers?: Container[];
  volumes?: ({ name: string } & Record<string, unknown>)[];
  securityContext?: Record<string, unknown>;
  serviceAccountName?: string;
  automountServiceAccountToken?: boolean;
}

/** A rendered Kubernetes object. `spec` and the rest are whatever the kind has. */
export interface Manifest {
  apiVersion: string;
  kind: string;
  metadata: {
    name: string;
    namespace?: string;
    labels?: Record<string, string>;
    annotations?: Record<string, string>;
    finalizers?: string[];
  };
  // Tests reach into manifests of many kinds; the schemas check their shape (`assertValidManifests`).
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  spec?: any;
  data?: Record<string, string>;
  stringData?: Record<string, string>;
  [field: string]: unknown;
}

/** The pod that a workload makes; none for other kinds. */
export function podSpecOf(manifest: Manifest): PodSpec | undefined {
  const spec = manifest.spec as Record<string, unknown> | undefined;
  switch (manifest.kind) {
    case 'Pod':
      return spec as PodSpec | undefined;
    case 'CronJob': {
      const job = spec?.jobTemplate as { spec?: { template?: { spec?: PodSpec } } } | undefined;
      return job?.spec?.template?.spec;
    }
    case 'Deployment':
    case 'StatefulSet':
    case 'DaemonSet':
    case 'ReplicaSet':
    case 'Job':
      return (spec?.template as { spec?: PodSpec } | undefined)?.spec;
    default:
      return undefined;
  }
}

/** `Kind/name` of a manifest, for messages. */
export const manifestName = ({ kind, metadata }: Manifest): string => `${kind}/${metadata.name}`;
