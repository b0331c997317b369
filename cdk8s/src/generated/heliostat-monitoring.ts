// Generated from charts/heliostat-monitoring/values.schema.json by `npm run cdk8s:types`. Do not edit.

/**
 * Registry host, with a path or not; empty is the default registry of the cluster.
 */
export type Registry = string;
export type ImagePullSecrets = {
  name: string;
}[];
export type Name = string;
export type Port = number;
/**
 * A duration, such as 30s, 5m or 1h30m.
 */
export type Duration = string;
/**
 * A Kubernetes quantity, such as 500m, 1.5 or 2Gi.
 */
export type Quantity = number | string;
/**
 * Name of a Secret or ConfigMap of the same namespace; empty for none.
 */
export type SecretName = string;
export type Tolerations = {
  key?: string;
  operator?: 'Exists' | 'Equal';
  value?: string;
  effect?: 'NoSchedule' | 'PreferNoSchedule' | 'NoExecute';
  tolerationSeconds?: number;
}[];
export type Env = {
  name: string;
  value?: string;
  valueFrom?: {
    secretKeyRef?: {
      name: string;
      key: string;
      optional?: boolean;
    };
    configMapKeyRef?: {
      name: string;
      key: string;
      optional?: boolean;
    };
    fieldRef?: {
      fieldPath: string;
      apiVersion?: string;
    };
    resourceFieldRef?: {
      resource: string;
      containerName?: string;
      divisor?: Quantity;
    };
  };
}[];
/**
 * A range of addresses, with its length: 10.0.0.0/8, fd00::/8, 10.1.2.3/32.
 */
export type Cidr = string;
export type NetworkPolicyPeers = {
  podSelector?: LabelSelector;
  namespaceSelector?: LabelSelector;
  ipBlock?: {
    cidr: Cidr;
    except?: Cidr[];
  };
}[];
export type PortOrName = Port | string;
export type NetworkPolicyPorts = {
  protocol?: 'TCP' | 'UDP' | 'SCTP';
  port?: PortOrName;
  endPort?: Port;
}[];
export type NetworkPolicyEgress = {
  to?: NetworkPolicyPeers;
  ports?: NetworkPolicyPorts;
}[];

export interface MonitoringValues {
  /**
   * Settings that other charts of the same deployment may share
   */
  global?: {
    /**
     * Registry that replaces the registry of every image, for clusters without internet access
     */
    imageRegistry?: Registry;
    [k: string]: unknown;
  };
  /**
   * Secrets to pull images with, each as `name: …`
   */
  imagePullSecrets?: ImagePullSecrets;
  /**
   * First part of the names of what is not `prometheus` or `grafana`
   */
  fullnameOverride?: string;
  /**
   * Labels for every object of the chart
   */
  commonLabels?: Labels;
  /**
   * Domain of the cluster's DNS
   */
  clusterDomain?: string;
  /**
   * Where Heliostat and its stores run
   */
  targets?: {
    /**
     * Namespace of heliostat-core
     */
    namespace?: Name;
    /**
     * The apps, by their label `app.kubernetes.io/component`, with the port that serves `/metrics`
     */
    apps?: {
      [k: string]: Port;
    };
    /**
     * Time between two readings
     */
    interval?: Duration;
    /**
     * The stores of heliostat-infrastructure
     */
    stores?: {
      /**
       * Whether their metrics are read. `metrics.enabled` of PostgreSQL and Valkey in that chart adds their exporters; ClickHouse and MinIO have metrics of their own
       */
      enabled?: boolean;
      /**
       * Their namespace. Empty: `targets.namespace`
       */
      namespace?: string;
      /**
       * Time between two readings
       */
      interval?: Duration;
      /**
       * What is read: the label `app.kubernetes.io/component` of the pods, the number and the name of the port, the path
       */
      endpoints?: {
        component: string;
        port: Port;
        portName: string;
        path: string;
      }[];
    };
  };
  /**
   * PodMonitors and a PrometheusRule, for an operator that is there already
   */
  operator?: {
    /**
     * `auto`: when the cluster knows `monitoring.coreos.com/v1`. Tools that render without a cluster need `always` or `never`
     */
    enabled?: 'auto' | 'always' | 'never';
    /**
     * Labels of the PodMonitors and the PrometheusRule, as the operator selects by: `release: kube-prometheus-stack`
     */
    labels?: Labels;
  };
  /**
   * Alerts and recording rules
   */
  rules?: {
    /**
     * Alerts that are left out, by name
     */
    disabled?: string[];
    /**
     * Whether there are alerts on backups. Turn them off when `backup.enabled` of heliostat-core is off
     */
    backup?: boolean;
    /**
     * Labels of every alert, for routing
     */
    labels?: StringMap;
    /**
     * Where the runbooks are; each alert's `runbook_url` is below it
     */
    runbookUrl?: string;
    /**
     * When alerts fire
     */
    thresholds?: {
      /**
       * Share of failed calls to a provider, API replies or dashboard replies
       */
      errorRatio?: number;
      /**
       * Seconds that one API request in a hundred may take
       */
      apiSeconds?: number;
      /**
       * Requests a second without a valid key
       */
      refusedPerSecond?: number;
      /**
       * Share of the attempts at a provider that fail and are made again, there or elsewhere
       */
      failoverRatio?: number;
      /**
       * Share of all calls that rate limits refuse
       */
      rateLimitedRatio?: number;
      /**
       * Age in seconds of the oldest call whose credits are not settled. One whose row never came is given up after an hour
       */
      creditsSeconds?: number;
      /**
       * Bytes in the spool of a proxy: a half of `SPOOL_MAX_BYTES`, or of the volume
       */
      spoolBytes?: number;
      /**
       * Age in seconds of the oldest record in a spool
       */
      spoolSeconds?: number;
      /**
       * Age in seconds of the oldest segment that waits for a worker
       */
      queueSeconds?: number;
      /**
       * Seconds that an app's event loop may be late
       */
      eventLoopLagSeconds?: number;
      /**
       * Age in hours of the newest backup
       */
      backupHours?: number;
    };
  };
  /**
   * Grafana dashboards as ConfigMaps, which the bundled Grafana and the usual sidecars read
   */
  dashboards?: {
    /**
     * Whether there are any
     */
    enabled?: boolean;
    /**
     * Labels that sidecars look for
     */
    labels?: Labels;
    /**
     * Annotations, such as the folder
     */
    annotations?: StringMap;
    /**
     * Namespace of the ConfigMaps. Empty: that of the release. Another one only without the bundled Grafana
     */
    namespace?: string;
  };
  /**
   * A Prometheus of our own, without operator
   */
  prometheus?: {
    /**
     * Whether to run it. Turn it off where an operator's Prometheus reads the PodMonitors
     */
    enabled?: boolean;
    /**
     * Image
     */
    image?: Image;
    /**
     * Number of pods. Each reads everything and keeps it for itself
     */
    replicas?: number;
    /**
     * How long data is kept
     */
    retention?: Duration;
    /**
     * How much data is kept, at most; below the size of the volume
     */
    retentionSize?: string;
    /**
     * Labels of everything that leaves this Prometheus
     */
    externalLabels?: StringMap;
    /**
     * Alertmanagers, as `host:port`
     */
    alertmanagers?: string[];
    /**
     * Further entries of `scrape_configs`, in Prometheus' own words
     */
    extraScrapeConfigs?: {}[];
    /**
     * The volume of each pod
     */
    persistence?: {
      /**
       * Whether data outlives the pod
       */
      enabled?: boolean;
      /**
       * Size
       */
      size?: Quantity;
      /**
       * StorageClass. Empty: the cluster's default
       */
      storageClass?: SecretName;
    };
    /**
     * Resources
     */
    resources?: Resources;
    /**
     * Service account
     */
    serviceAccount?: {
      /**
       * Annotations
       */
      annotations?: StringMap;
    };
    /**
     * Security settings of the pod
     */
    podSecurityContext?: PodSecurityContext;
    /**
     * Labels that a node must have
     */
    nodeSelector?: NodeSelector;
    /**
     * Taints that the pods stand
     */
    tolerations?: Tolerations;
    /**
     * Affinity. Empty: pods keep apart when there are several
     */
    affinity?: Affinity;
    /**
     * Priority class
     */
    priorityClassName?: SecretName;
  };
  /**
   * A Grafana of our own
   */
  grafana?: {
    /**
     * Whether to run it
     */
    enabled?: boolean;
    /**
     * Image
     */
    image?: Image;
    /**
     * Address at which people reach it, for links; such as `https://grafana.example.com`
     */
    rootUrl?: string;
    /**
     * Address of Prometheus. Empty: the bundled one
     */
    prometheusUrl?: string;
    /**
     * The administrator's password
     */
    existingSecret?: {
      /**
       * Secret. Empty: `grafana`, made by a Job where it is absent
       */
      name?: SecretName;
      /**
       * Its key
       */
      passwordKey?: string;
    };
    /**
     * Name of the administrator
     */
    adminUser?: string;
    /**
     * The volume, for what people make in Grafana: users, own dashboards
     */
    persistence?: {
      /**
       * Whether it outlives the pod
       */
      enabled?: boolean;
      /**
       * Size
       */
      size?: Quantity;
      /**
       * StorageClass. Empty: the cluster's default
       */
      storageClass?: SecretName;
    };
    /**
     * Environment beyond what the chart sets, such as `GF_AUTH_GENERIC_OAUTH_ENABLED`
     */
    extraEnv?: Env;
    /**
     * Resources
     */
    resources?: Resources;
    /**
     * Security settings of the pod
     */
    podSecurityContext?: PodSecurityContext;
    /**
     * Labels that a node must have
     */
    nodeSelector?: NodeSelector;
    /**
     * Taints that the pod stands
     */
    tolerations?: Tolerations;
    /**
     * Affinity
     */
    affinity?: Affinity;
    /**
     * Priority class
     */
    priorityClassName?: SecretName;
  };
  /**
   * Beyla, which measures by eBPF what the apps say nothing of: traffic between pods, calls to databases. It needs host processes, root and kernel capabilities, so a namespace that enforces the levels "baseline" or "restricted" refuses it
   */
  beyla?: {
    /**
     * Whether it runs on every node
     */
    enabled?: boolean;
    /**
     * Image
     */
    image?: Image;
    /**
     * Capabilities. Kernels before 5.11 need SYS_RESOURCE too
     */
    capabilities?: string[];
    /**
     * Resources
     */
    resources?: Resources;
    /**
     * Labels that a node must have
     */
    nodeSelector?: NodeSelector;
    /**
     * Taints that the pods stand
     */
    tolerations?: Tolerations;
    /**
     * Priority class
     */
    priorityClassName?: SecretName;
  };
  /**
   * Network policies
   */
  networkPolicy?: {
    /**
     * Whether there are any. The cluster's network plug-in must enforce them
     */
    enabled?: boolean;
    /**
     * Where the DNS servers are
     */
    dns?: NetworkPolicyPeers;
    /**
     * Ports of the DNS servers
     */
    dnsPorts?: Port[];
    /**
     * Peers of the cluster's API, at ports 443 and 6443
     */
    kubernetesApi?: NetworkPolicyPeers;
    /**
     * Peers that may ask Prometheus, such as the autoscaler KEDA
     */
    prometheusFrom?: NetworkPolicyPeers;
    /**
     * What Prometheus may reach besides its targets: rules with `to` and `ports`, such as for Alertmanagers outside this namespace
     */
    prometheusExtraEgress?: NetworkPolicyEgress;
    /**
     * Peers that may read Beyla's metrics besides the bundled Prometheus, such as that of an operator
     */
    beylaFrom?: NetworkPolicyPeers;
    /**
     * Peers that may reach Grafana, such as the ingress controller. `kubectl port-forward` needs none
     */
    grafanaFrom?: NetworkPolicyPeers;
    /**
     * What Grafana may reach besides Prometheus, such as an identity provider
     */
    grafanaExtraEgress?: NetworkPolicyEgress;
  };
  /**
   * The Job that makes Grafana's Secret where it is absent
   */
  secrets?: {
    /**
     * Image with Heliostat's command line
     */
    image?: Image;
    /**
     * Resources
     */
    resources?: Resources;
    /**
     * Labels that a node must have
     */
    nodeSelector?: NodeSelector;
    /**
     * Taints that the pod stands
     */
    tolerations?: Tolerations;
  };
}
export interface Labels {
  [k: string]: string;
}
export interface StringMap {
  [k: string]: string;
}
export interface Image {
  registry?: Registry;
  repository?: string;
  /**
   * Tag; empty is the version of the application.
   */
  tag?: string;
  /**
   * Digest; wins over the tag.
   */
  digest?: string;
  pullPolicy?: '' | 'Always' | 'IfNotPresent' | 'Never';
}
export interface Resources {
  requests?: {
    [k: string]: Quantity;
  };
  limits?: {
    [k: string]: Quantity;
  };
  claims?: {
    name: string;
    request?: string;
  }[];
}
export interface PodSecurityContext {
  appArmorProfile?: {
    type: 'RuntimeDefault' | 'Unconfined' | 'Localhost';
    localhostProfile?: string;
  };
  fsGroup?: number;
  fsGroupChangePolicy?: 'Always' | 'OnRootMismatch';
  runAsGroup?: number;
  runAsNonRoot?: boolean;
  runAsUser?: number;
  seLinuxChangePolicy?: 'MountOption' | 'Recursive';
  seLinuxOptions?: {
    level?: string;
    role?: string;
    type?: string;
    user?: string;
  };
  seccompProfile?: {
    type: 'RuntimeDefault' | 'Unconfined' | 'Localhost';
    localhostProfile?: string;
  };
  supplementalGroups?: number[];
  supplementalGroupsPolicy?: 'Merge' | 'Strict';
  sysctls?: {
    name: string;
    value: string;
  }[];
  windowsOptions?: {
    gmsaCredentialSpec?: string;
    gmsaCredentialSpecName?: string;
    hostProcess?: boolean;
    runAsUserName?: string;
  };
}
/**
 * Labels that a node must have.
 */
export interface NodeSelector {
  [k: string]: string;
}
export interface Affinity {
  nodeAffinity?: {
    requiredDuringSchedulingIgnoredDuringExecution?: {
      /**
       * @minItems 1
       */
      nodeSelectorTerms: NodeSelectorTerm[];
    };
    preferredDuringSchedulingIgnoredDuringExecution?: {
      weight: number;
      preference: NodeSelectorTerm;
    }[];
  };
  podAffinity?: PodAffinity;
  podAntiAffinity?: PodAffinity;
}
export interface NodeSelectorTerm {
  matchExpressions?: NodeSelectorRequirement[];
  matchFields?: NodeSelectorRequirement[];
}
export interface NodeSelectorRequirement {
  key: string;
  operator: 'In' | 'NotIn' | 'Exists' | 'DoesNotExist' | 'Gt' | 'Lt';
  values?: string[];
}
export interface PodAffinity {
  requiredDuringSchedulingIgnoredDuringExecution?: PodAffinityTerm[];
  preferredDuringSchedulingIgnoredDuringExecution?: {
    weight: number;
    podAffinityTerm: PodAffinityTerm;
  }[];
}
export interface PodAffinityTerm {
  labelSelector?: LabelSelector;
  namespaceSelector?: LabelSelector;
  namespaces?: string[];
  topologyKey: string;
  matchLabelKeys?: string[];
  mismatchLabelKeys?: string[];
}
export interface LabelSelector {
  matchLabels?: {
    [k: string]: string;
  };
  matchExpressions?: {
    key: string;
    operator: 'In' | 'NotIn' | 'Exists' | 'DoesNotExist';
    values?: string[];
  }[];
}
