// Generated from charts/heliostat-infrastructure/values.schema.json by `npm run cdk8s:types`. Do not edit.

/**
 * Registry host, with a path or not; empty is the default registry of the cluster.
 */
export type Registry = string;
/**
 * Name of a Secret or ConfigMap of the same namespace; empty for none.
 */
export type SecretName = string;
export type ImagePullSecrets = {
  name: string;
}[];
export type Name = string;
/**
 * A Kubernetes quantity, such as 500m, 1.5 or 2Gi.
 */
export type Quantity = number | string;
export type Tolerations = {
  key?: string;
  operator?: 'Exists' | 'Equal';
  value?: string;
  effect?: 'NoSchedule' | 'PreferNoSchedule' | 'NoExecute';
  tolerationSeconds?: number;
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
/**
 * A duration, such as 30s, 5m or 1h30m.
 */
export type Duration = string;
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
export type TopologySpreadConstraints = {
  maxSkew: number;
  topologyKey: string;
  whenUnsatisfiable: 'DoNotSchedule' | 'ScheduleAnyway';
  labelSelector?: LabelSelector;
  minDomains?: number;
  nodeAffinityPolicy?: 'Honor' | 'Ignore';
  nodeTaintsPolicy?: 'Honor' | 'Ignore';
  matchLabelKeys?: string[];
}[];
export type Url = string;

export interface InfrastructureValues {
  /**
   * Settings for all images and volumes
   */
  global?: {
    /**
     * Registry that replaces the registry of every image, for clusters without internet access: `registry.example.com/heliostat`
     */
    imageRegistry?: Registry;
    /**
     * StorageClass of volumes that name none; empty is the cluster's default
     */
    storageClass?: SecretName;
    [k: string]: unknown;
  };
  /**
   * Secrets to pull images with
   */
  imagePullSecrets?: ImagePullSecrets;
  /**
   * First part of every name; heliostat-core looks for the stores under `heliostat-…`
   */
  fullnameOverride?: string;
  /**
   * Labels for every object of the chart
   */
  commonLabels?: Labels;
  /**
   * Domain of the cluster's DNS
   */
  clusterDomain?: Name;
  /**
   * The image with the `heliostat` command, which the Jobs before an install or upgrade and `helm test` run
   */
  ops?: {
    /**
     * Image
     */
    image?: Image;
    /**
     * Resources of the Jobs
     */
    resources?: Resources;
    /**
     * Security context of the Jobs' pods
     */
    podSecurityContext?: PodSecurityContext;
    /**
     * Which nodes the Jobs may run on
     */
    nodeSelector?: NodeSelector;
    /**
     * Taints that the Jobs tolerate
     */
    tolerations?: Tolerations;
  };
  /**
   * Passwords
   */
  secrets?: {
    /**
     * Whether a Job makes the Secrets that are absent, with random passwords. It never changes a value that is there. Without it, make them yourself (secrets.example.yaml) or name others in `<store>.existingSecret`
     */
    create?: boolean;
  };
  /**
   * What happens before an upgrade
   */
  upgrade?: {
    /**
     * Whether a Job refuses an upgrade that would leave a store's data behind: a store switched off, another storage class or size, another number of MinIO nodes, a ClickHouse shard less
     */
    guard?: boolean;
    /**
     * Stores whose data may be left behind by this upgrade, after you have moved it
     */
    allowDataLoss?: ('postgres' | 'clickhouse' | 'keeper' | 'minio' | 'valkey')[];
  };
  /**
   * Service account of the stores' pods. Its token is not mounted
   */
  serviceAccount?: {
    /**
     * Annotations, such as `eks.amazonaws.com/role-arn` for ClickHouse's own backups to S3 without keys
     */
    annotations?: StringMap;
  };
  /**
   * Security context of every container
   */
  securityContext?: SecurityContext;
  /**
   * Who may reach what. Without a network plugin that enforces policies these have no effect
   */
  networkPolicy?: {
    /**
     * Whether pods of this chart take only the connections named here, and make only those that they need
     */
    enabled?: boolean;
    /**
     * Namespaces, besides this one, in which pods of Heliostat run that need the stores
     */
    clientNamespaces?: Name[];
    /**
     * Components of Heliostat (`app.kubernetes.io/component`) that may reach each store
     */
    clients?: {
      /**
       * PostgreSQL
       */
      postgres?: string[];
      /**
       * ClickHouse
       */
      clickhouse?: string[];
      /**
       * MinIO
       */
      minio?: string[];
      /**
       * Valkey
       */
      valkey?: string[];
    };
    /**
     * Peers that may read metrics
     */
    metricsFrom?: NetworkPolicyPeers;
    /**
     * Further peers that may reach the stores' ports
     */
    extraClients?: NetworkPolicyPeers;
    /**
     * Where ClickHouse may write its own backups besides MinIO (ports 443 and 9000). Empty: nowhere. `[{ipBlock: {cidr: 0.0.0.0/0}}]` for S3 of a cloud
     */
    clickhouseBackupTo?: NetworkPolicyPeers;
    /**
     * Peers of the cluster's API, which the Jobs speak to (ports 443 and 6443)
     */
    apiServer?: NetworkPolicyPeers;
  };
  /**
   * Metrics for Prometheus
   */
  metrics?: {
    /**
     * Whether pods carry the annotations `prometheus.io/scrape`, `port` and `path`
     */
    annotations?: boolean;
    /**
     * ServiceMonitors, for the Prometheus operator
     */
    serviceMonitor?: {
      /**
       * Whether to make them
       */
      enabled?: boolean;
      /**
       * Labels by which Prometheus finds them
       */
      labels?: Labels;
      /**
       * Time between two scrapes
       */
      interval?: Duration;
    };
  };
  /**
   * PostgreSQL
   */
  postgres?: {
    /**
     * Whether this chart runs it. Without, set `postgres.host` and the rest in heliostat-core
     */
    enabled?: boolean;
    /**
     * `builtin`: a StatefulSet with one pod. `cloudnative-pg`: a Cluster of the CloudNativePG operator, which must be there
     */
    mode?: 'builtin' | 'cloudnative-pg';
    /**
     * Image. Another major version needs a dump and restore: the pod refuses to start on the data of another
     */
    image?: Image;
    /**
     * Database, made at the first start
     */
    database?: string;
    /**
     * User that owns the database; no superuser
     */
    user?: string;
    /**
     * Secret with the password
     */
    existingSecret?: {
      /**
       * Name; empty: `<fullname>-postgres`, made by the Job
       */
      name?: SecretName;
      /**
       * Key of the password
       */
      passwordKey?: string;
    };
    /**
     * Settings of postgresql.conf. `max_connections` covers the pools of all pods of heliostat-core (`postgres.poolSize` each)
     */
    config?: {
      [k: string]: string | number | boolean;
    };
    /**
     * Further lines of pg_hba.conf, before the ones of the chart
     */
    extraHba?: string[];
    /**
     * Encrypted connections
     */
    tls?: {
      /**
       * Secret of type kubernetes.io/tls; empty: none
       */
      existingSecret?: SecretName;
      /**
       * Whether connections without encryption are refused
       */
      required?: boolean;
    };
    /**
     * Size of /dev/shm, for parallel queries
     */
    sharedMemory?: Quantity;
    /**
     * The volume
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
       * StorageClass; empty: `global.storageClass`, else the cluster's default
       */
      storageClass?: SecretName;
      /**
       * Annotations of the claim
       */
      annotations?: StringMap;
      /**
       * What happens to the claim with its StatefulSet
       */
      whenDeleted?: 'Retain' | 'Delete';
    };
    /**
     * Resources
     */
    resources?: Resources;
    /**
     * Security context of the pod. Other ids than the image's 999: null on OpenShift, 70 for the alpine image
     */
    podSecurityContext?: PodSecurityContext;
    /**
     * Environment of the container
     */
    extraEnv?: Env;
    /**
     * Annotations of the pods
     */
    podAnnotations?: StringMap;
    /**
     * Annotations of the Service
     */
    serviceAnnotations?: StringMap;
    /**
     * Which nodes it may run on
     */
    nodeSelector?: NodeSelector;
    /**
     * Taints that it tolerates
     */
    tolerations?: Tolerations;
    /**
     * Affinity
     */
    affinity?: Affinity;
    /**
     * Spread over zones and nodes
     */
    topologySpreadConstraints?: TopologySpreadConstraints;
    /**
     * Priority class of the pods
     */
    priorityClassName?: SecretName;
    /**
     * Seconds that it gets to stop
     */
    terminationGracePeriodSeconds?: number;
    /**
     * PodDisruptionBudget
     */
    pdb?: {
      /**
       * Whether to make one. It lets one pod go at a time, so that nodes can be drained
       */
      enabled?: boolean;
    };
    /**
     * Metrics by postgres_exporter, a second container
     */
    metrics?: {
      /**
       * Whether to run it
       */
      enabled?: boolean;
      /**
       * Image
       */
      image?: Image;
      /**
       * Resources
       */
      resources?: Resources;
    };
    /**
     * The cluster of `postgres.mode: cloudnative-pg`. Its size, storage class, resources and settings are those above
     */
    cloudnativePg?: {
      /**
       * Number of pods: one primary, the others replicas
       */
      instances?: number;
      /**
       * Image of PostgreSQL made for the operator
       */
      imageName?: string;
      /**
       * Size of a volume of its own for the write-ahead log; empty: none
       */
      walSize?: '' | Quantity;
      /**
       * Replicas that must have a commit before it counts
       */
      minSyncReplicas?: number;
      /**
       * Whether `helm uninstall` leaves the Cluster, whose data would go with it
       */
      keepOnUninstall?: boolean;
      /**
       * Namespace of the operator, which reaches the pods
       */
      operatorNamespace?: string;
      /**
       * Continuous backups to S3
       */
      backup?: {
        /**
         * Whether to make them
         */
        enabled?: boolean;
        /**
         * `plugin`: the Barman Cloud plugin, which must be there. `in-tree`: the operator's own, up to version 1.27
         */
        method?: 'plugin' | 'in-tree';
        /**
         * Where to, such as `s3://heliostat-backups/postgres`
         */
        destinationPath?: string;
        /**
         * Address of the S3 server; empty: AWS
         */
        endpointUrl?: Url;
        /**
         * `keys` from a Secret, or `iam`: from the pods' service account
         */
        auth?: 'keys' | 'iam';
        /**
         * Secret with the keys
         */
        existingSecret?: {
          /**
           * Name; empty: the one of MinIO
           */
          name?: SecretName;
          /**
           * Key of the access key
           */
          accessKeyKey?: string;
          /**
           * Key of the secret key
           */
          secretKeyKey?: string;
        };
        /**
         * How long backups are kept
         */
        retention?: string;
        /**
         * When to make a base backup: seconds, minutes, hours, days, months, weekdays
         */
        schedule?: string;
      };
      /**
       * Annotations of the operator's service account for the pods, such as `eks.amazonaws.com/role-arn`
       */
      serviceAccountAnnotations?: StringMap;
    };
  };
  /**
   * ClickHouse
   */
  clickhouse?: {
    /**
     * Whether this chart runs it. Without, set `clickhouse.url` and the rest in heliostat-core
     */
    enabled?: boolean;
    /**
     * Image. An older version than the data's is refused (`clickhouse.allowDowngrade`)
     */
    image?: Image;
    /**
     * Whether an older version may start on the data of a newer one
     */
    allowDowngrade?: boolean;
    /**
     * Database whose table tenants' SQL may read
     */
    database?: string;
    /**
     * User that owns the tables
     */
    user?: string;
    /**
     * User that tenants' SQL runs as
     */
    hqlUser?: string;
    /**
     * Secret with the passwords
     */
    existingSecret?: {
      /**
       * Name; empty: `<fullname>-clickhouse`, made by the Job
       */
      name?: SecretName;
      /**
       * Key of the owner's password
       */
      passwordKey?: string;
      /**
       * Key of the password of `clickhouse.hqlUser`
       */
      hqlPasswordKey?: string;
      /**
       * Key of what replicas know one another by; read with `clickhouse.cluster.enabled`
       */
      clusterSecretKey?: string;
    };
    /**
     * Settings of the server
     */
    config?: {
      /**
       * Share of the container's memory that the server uses
       */
      memoryRatio?: number;
      /**
       * Bytes of the cache of index marks
       */
      markCacheBytes?: number;
      /**
       * Queries at a time
       */
      maxConcurrentQueries?: number;
      /**
       * Connections at a time
       */
      maxConnections?: number;
      /**
       * How much it logs
       */
      logLevel?: 'fatal' | 'error' | 'warning' | 'information' | 'debug' | 'trace';
      /**
       * Days that the server's own logs of queries, parts and metrics are kept; 0 switches those logs off
       */
      systemLogDays?: number;
      /**
       * Further files of config.d, by name
       */
      extraFiles?: {
        [k: string]: string;
      };
      /**
       * Further files of users.d, by name
       */
      extraUserFiles?: {
        [k: string]: string;
      };
    };
    /**
     * Limits of tenants' SQL
     */
    hql?: {
      /**
       * Tables that it may read
       *
       * @minItems 1
       */
      tables?: string[];
      /**
       * Seconds of a query
       */
      maxExecutionSeconds?: number;
      /**
       * Rows of a result
       */
      maxResultRows?: number;
      /**
       * Bytes of memory of a query
       */
      maxMemoryBytes?: number;
      /**
       * Queries at a time
       */
      maxConcurrentQueries?: number;
      /**
       * Queries in a minute
       */
      queriesPerMinute?: number;
      /**
       * Seconds of execution in a minute
       */
      executionSecondsPerMinute?: number;
    };
    /**
     * Replicas and shards, with Keeper. heliostat-core needs `clickhouse.cluster` (the name) and `clickhouse.sharded`. Decide before the first install: tables made without it stay on their one server
     */
    cluster?: {
      /**
       * Whether to run a cluster
       */
      enabled?: boolean;
      /**
       * Name in the servers' configuration
       */
      name?: string;
      /**
       * Shards; each is a StatefulSet
       */
      shards?: number;
      /**
       * Replicas of each shard
       */
      replicas?: number;
      /**
       * Whether replicas of a shard keep off one another's nodes: `hard` always, `soft` where possible
       */
      antiAffinity?: 'hard' | 'soft' | 'none';
    };
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
       * StorageClass; empty: `global.storageClass`, else the cluster's default
       */
      storageClass?: SecretName;
      /**
       * Annotations of the claim
       */
      annotations?: StringMap;
      /**
       * What happens to the claims with their StatefulSet
       */
      whenDeleted?: 'Retain' | 'Delete';
    };
    /**
     * Resources
     */
    resources?: Resources;
    /**
     * Security context of the pods
     */
    podSecurityContext?: PodSecurityContext;
    /**
     * Environment of the container
     */
    extraEnv?: Env;
    /**
     * Annotations of the pods
     */
    podAnnotations?: StringMap;
    /**
     * Annotations of the Service
     */
    serviceAnnotations?: StringMap;
    /**
     * Which nodes it may run on
     */
    nodeSelector?: NodeSelector;
    /**
     * Taints that it tolerates
     */
    tolerations?: Tolerations;
    /**
     * Affinity; set, it replaces what `clickhouse.cluster.antiAffinity` makes
     */
    affinity?: Affinity;
    /**
     * Spread over zones and nodes; empty: over zones where possible
     */
    topologySpreadConstraints?: TopologySpreadConstraints;
    /**
     * Priority class of the pods
     */
    priorityClassName?: SecretName;
    /**
     * Seconds that it gets to stop
     */
    terminationGracePeriodSeconds?: number;
    /**
     * PodDisruptionBudget
     */
    pdb?: {
      /**
       * Whether to make one for each shard. It lets one pod go at a time
       */
      enabled?: boolean;
    };
  };
  /**
   * ClickHouse Keeper, which coordinates the replicas of `clickhouse.cluster.enabled`; not run otherwise
   */
  keeper?: {
    /**
     * Image
     */
    image?: Image;
    /**
     * Nodes: an odd number
     */
    replicas?: 1 | 3 | 5 | 7;
    /**
     * Keeper or ZooKeeper outside, as `host:port`; then none is run here
     */
    external?: string[];
    /**
     * Whether nodes keep off one another's machines: `hard` always, `soft` where possible
     */
    antiAffinity?: 'hard' | 'soft' | 'none';
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
       * StorageClass; empty: `global.storageClass`, else the cluster's default
       */
      storageClass?: SecretName;
      /**
       * Annotations of the claim
       */
      annotations?: StringMap;
      /**
       * What happens to the claims with their StatefulSet
       */
      whenDeleted?: 'Retain' | 'Delete';
    };
    /**
     * Resources
     */
    resources?: Resources;
    /**
     * Security context of the pods
     */
    podSecurityContext?: PodSecurityContext;
    /**
     * Annotations of the pods
     */
    podAnnotations?: StringMap;
    /**
     * Which nodes it may run on
     */
    nodeSelector?: NodeSelector;
    /**
     * Taints that it tolerates
     */
    tolerations?: Tolerations;
    /**
     * Affinity; set, it replaces what `keeper.antiAffinity` makes
     */
    affinity?: Affinity;
    /**
     * Spread over zones and nodes; empty: over zones where possible
     */
    topologySpreadConstraints?: TopologySpreadConstraints;
    /**
     * Priority class of the pods
     */
    priorityClassName?: SecretName;
    /**
     * Seconds that it gets to stop
     */
    terminationGracePeriodSeconds?: number;
    /**
     * PodDisruptionBudget
     */
    pdb?: {
      /**
       * Whether to make one. It lets one pod go at a time, which keeps the majority
       */
      enabled?: boolean;
    };
  };
  /**
   * MinIO, the object store for bodies and backups
   */
  minio?: {
    /**
     * Whether this chart runs it. Without, set `objects.endpoint` and the rest in heliostat-core
     */
    enabled?: boolean;
    /**
     * `standalone`: one pod with one volume. `distributed`: `minio.replicas` pods with erasure coding. Cannot be changed later
     */
    mode?: 'standalone' | 'distributed';
    /**
     * Pods of `minio.mode: distributed`. Cannot be changed later
     */
    replicas?: number;
    /**
     * Image
     */
    image?: Image;
    /**
     * Secret with the keys
     */
    existingSecret?: {
      /**
       * Name; empty: `<fullname>-minio`, made by the Job
       */
      name?: SecretName;
      /**
       * Key of the access key
       */
      accessKeyKey?: string;
      /**
       * Key of the secret key
       */
      secretKeyKey?: string;
    };
    /**
     * Region that it answers with
     */
    region?: string;
    /**
     * Whether metrics need no token. The network policy keeps them to `networkPolicy.metricsFrom`
     */
    publicMetrics?: boolean;
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
       * StorageClass; empty: `global.storageClass`, else the cluster's default
       */
      storageClass?: SecretName;
      /**
       * Annotations of the claim
       */
      annotations?: StringMap;
      /**
       * What happens to the claims with their StatefulSet
       */
      whenDeleted?: 'Retain' | 'Delete';
    };
    /**
     * Resources
     */
    resources?: Resources;
    /**
     * Security context of the pods
     */
    podSecurityContext?: PodSecurityContext;
    /**
     * Environment of the container
     */
    extraEnv?: Env;
    /**
     * Annotations of the pods
     */
    podAnnotations?: StringMap;
    /**
     * Annotations of the Service
     */
    serviceAnnotations?: StringMap;
    /**
     * Which nodes it may run on
     */
    nodeSelector?: NodeSelector;
    /**
     * Taints that it tolerates
     */
    tolerations?: Tolerations;
    /**
     * Affinity; empty: with `minio.mode: distributed` the pods keep off one another's nodes where possible
     */
    affinity?: Affinity;
    /**
     * Spread over zones and nodes; empty: over zones where possible
     */
    topologySpreadConstraints?: TopologySpreadConstraints;
    /**
     * Priority class of the pods
     */
    priorityClassName?: SecretName;
    /**
     * Seconds that it gets to stop
     */
    terminationGracePeriodSeconds?: number;
    /**
     * PodDisruptionBudget
     */
    pdb?: {
      /**
       * Whether to make one. It lets one pod go at a time
       */
      enabled?: boolean;
    };
  };
  /**
   * Valkey, for the queue and for what replicas share
   */
  valkey?: {
    /**
     * Whether this chart runs it. Without, set `redis.url`, or `redis.enabled: false`, in heliostat-core
     */
    enabled?: boolean;
    /**
     * Image
     */
    image?: Image;
    /**
     * Secret with the password
     */
    existingSecret?: {
      /**
       * Name; empty: `<fullname>-valkey`, made by the Job
       */
      name?: SecretName;
      /**
       * Key of the password
       */
      passwordKey?: string;
    };
    /**
     * Memory for data. Leave a quarter of the container's limit free, which writing the log anew needs
     */
    maxmemory?: string;
    /**
     * Further settings of valkey.conf. The queue needs `maxmemory-policy noeviction`, which cannot be changed
     */
    config?: {
      [k: string]: string | number;
    };
    /**
     * The volume
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
       * StorageClass; empty: `global.storageClass`, else the cluster's default
       */
      storageClass?: SecretName;
      /**
       * Annotations of the claim
       */
      annotations?: StringMap;
      /**
       * What happens to the claim with its StatefulSet
       */
      whenDeleted?: 'Retain' | 'Delete';
    };
    /**
     * Resources
     */
    resources?: Resources;
    /**
     * Security context of the pod
     */
    podSecurityContext?: PodSecurityContext;
    /**
     * Environment of the container
     */
    extraEnv?: Env;
    /**
     * Annotations of the pods
     */
    podAnnotations?: StringMap;
    /**
     * Annotations of the Service
     */
    serviceAnnotations?: StringMap;
    /**
     * Which nodes it may run on
     */
    nodeSelector?: NodeSelector;
    /**
     * Taints that it tolerates
     */
    tolerations?: Tolerations;
    /**
     * Affinity
     */
    affinity?: Affinity;
    /**
     * Spread over zones and nodes
     */
    topologySpreadConstraints?: TopologySpreadConstraints;
    /**
     * Priority class of the pods
     */
    priorityClassName?: SecretName;
    /**
     * Seconds that it gets to stop
     */
    terminationGracePeriodSeconds?: number;
    /**
     * PodDisruptionBudget
     */
    pdb?: {
      /**
       * Whether to make one. It lets one pod go at a time, so that nodes can be drained
       */
      enabled?: boolean;
    };
    /**
     * Metrics by redis_exporter, a second container
     */
    metrics?: {
      /**
       * Whether to run it
       */
      enabled?: boolean;
      /**
       * Image
       */
      image?: Image;
      /**
       * Resources
       */
      resources?: Resources;
    };
  };
}
export interface Labels {
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
export interface StringMap {
  [k: string]: string;
}
export interface SecurityContext {
  allowPrivilegeEscalation?: boolean;
  appArmorProfile?: {
    type: 'RuntimeDefault' | 'Unconfined' | 'Localhost';
    localhostProfile?: string;
  };
  capabilities?: {
    add?: string[];
    drop?: string[];
  };
  privileged?: boolean;
  procMount?: 'Default' | 'Unmasked';
  readOnlyRootFilesystem?: boolean;
  runAsGroup?: number;
  runAsNonRoot?: boolean;
  runAsUser?: number;
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
  windowsOptions?: {
    gmsaCredentialSpec?: string;
    gmsaCredentialSpecName?: string;
    hostProcess?: boolean;
    runAsUserName?: string;
  };
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
