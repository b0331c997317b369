// Generated from charts/heliostat-core/values.schema.json by `npm run cdk8s:types`. Do not edit.

/**
 * Registry host, with a path or not; empty is the default registry of the cluster.
 */
export type Registry = string;
export type ImagePullSecrets = {
  name: string;
}[];
/**
 * Name of a Secret or ConfigMap of the same namespace; empty for none.
 */
export type SecretName = string;
export type SecretKeyName = string;
/**
 * A host name or address without scheme and port, IPv6 in brackets; empty for none.
 */
export type Host = string;
export type Port = number;
/**
 * An http or https address without a user, password or path; empty for none.
 */
export type HttpAddress = string;
/**
 * Name of a bucket; empty for none.
 */
export type Bucket = string;
/**
 * A Kubernetes quantity, such as 500m, 1.5 or 2Gi.
 */
export type Quantity = number | string;
/**
 * A size as the apps read it: 100MB, 512KiB or a number of bytes.
 */
export type ByteSize = string;
/**
 * A host, or host:port, without a scheme or path: vllm.models.svc:8000.
 */
export type PrivateTarget = string;
/**
 * An http or https address without a user or password; empty for none.
 */
export type ServerUrl = string;
export type ServiceType = 'ClusterIP' | 'NodePort' | 'LoadBalancer';
/**
 * A range of addresses, with its length: 10.0.0.0/8, fd00::/8, 10.1.2.3/32.
 */
export type Cidr = string;
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
export type Volumes = {
  name: string;
  configMap?: {
    name: string;
    items?: {
      key: string;
      path: string;
      mode?: number;
    }[];
    optional?: boolean;
    defaultMode?: number;
  };
  secret?: {
    secretName?: string;
    items?: {
      key: string;
      path: string;
      mode?: number;
    }[];
    optional?: boolean;
    defaultMode?: number;
  };
  emptyDir?: {
    medium?: '' | 'Memory';
    sizeLimit?: Quantity;
  };
  persistentVolumeClaim?: {
    claimName: string;
    readOnly?: boolean;
  };
  projected?: {
    sources?: {
      secret?: {
        name?: string;
        optional?: boolean;
        items?: {
          key: string;
          path: string;
          mode?: number;
        }[];
      };
      configMap?: {
        name?: string;
        optional?: boolean;
        items?: {
          key: string;
          path: string;
          mode?: number;
        }[];
      };
      downwardAPI?: {
        items?: DownwardApiFile[];
      };
      serviceAccountToken?: {
        audience?: string;
        expirationSeconds?: number;
        path: string;
      };
    }[];
    defaultMode?: number;
  };
  downwardAPI?: {
    items?: DownwardApiFile[];
    defaultMode?: number;
  };
  csi?: {
    driver: string;
    fsType?: string;
    readOnly?: boolean;
    volumeAttributes?: {
      [k: string]: string;
    };
    nodePublishSecretRef?: {
      name: string;
    };
  };
  nfs?: {
    server: string;
    path: string;
    readOnly?: boolean;
  };
  hostPath?: {
    path: string;
    type?: string;
  };
}[];
export type VolumeMounts = {
  name: string;
  mountPath: string;
  subPath?: string;
  subPathExpr?: string;
  readOnly?: boolean;
  recursiveReadOnly?: 'Disabled' | 'IfPossible' | 'Enabled';
  mountPropagation?: 'None' | 'HostToContainer' | 'Bidirectional';
}[];
export type Tolerations = {
  key?: string;
  operator?: 'Exists' | 'Equal';
  value?: string;
  effect?: 'NoSchedule' | 'PreferNoSchedule' | 'NoExecute';
  tolerationSeconds?: number;
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
export type Name = string;
/**
 * A cron schedule of five fields, or @daily and the like.
 */
export type Cron = string;
export type TimeZone = string;
/**
 * A duration, such as 30s, 5m or 1h30m.
 */
export type Duration = string;

export interface CoreValues {
  /**
   * Settings that other charts of the same deployment may share
   */
  global?: {
    /**
     * Registry that replaces the registry of every image, for clusters without internet access: `registry.example.com/heliostat`
     */
    imageRegistry?: Registry;
    [k: string]: unknown;
  };
  /**
   * Secrets to pull images with, each as `name: …`
   */
  imagePullSecrets?: ImagePullSecrets;
  /**
   * First part of every name. Empty: the release's name. Two releases in one namespace need different ones
   */
  fullnameOverride?: string;
  /**
   * Labels for every object of the chart
   */
  commonLabels?: Labels;
  /**
   * Address that the apps bind. `::` for clusters with IPv6 only
   */
  listenAddress?: string;
  /**
   * How much the apps log
   */
  logLevel?: 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'silent';
  /**
   * Where people reach Heliostat. Empty: localhost, as with `kubectl port-forward` (the notes after an install tell how)
   */
  publicUrl?: {
    /**
     * Address of the dashboard, such as `https://heliostat.example.com`: links and signed URLs are made from it
     */
    web?: string;
    /**
     * Address of the API. Empty: `/api` of the dashboard's address
     */
    api?: string;
    /**
     * Address of the proxy, as the dashboard prints it in its snippets
     */
    gateway?: string;
  };
  /**
   * A certificate authority that the apps trust besides the usual ones, for stores and providers with private certificates
   */
  caBundle?: {
    /**
     * ConfigMap that holds the certificates
     */
    configMap?: SecretName;
    /**
     * Its key
     */
    key?: SecretKeyName;
  };
  /**
   * PostgreSQL. The defaults of all stores fit the chart heliostat-infrastructure in the same namespace
   */
  postgres?: {
    /**
     * Host of PostgreSQL, or of a pooler before it
     */
    host?: Host;
    /**
     * Port
     */
    port?: Port;
    /**
     * Host that goes around the pooler, for LISTEN and migrations. Empty: `postgres.host`
     */
    directHost?: Host;
    /**
     * Port of `postgres.directHost`
     */
    directPort?: Port;
    /**
     * Database
     */
    database?: string;
    /**
     * User
     */
    user?: string;
    /**
     * Encryption of the connection. The apps check the server's certificate with `require` too; see `caBundle`
     */
    sslMode?: 'disable' | 'require' | 'verify-full';
    /**
     * Connections of each pod
     */
    poolSize?: number;
    /**
     * Where its secret is: a Secret that exists, and its keys
     */
    existingSecret?: {
      /**
       * Secret with the password
       */
      name?: SecretName;
      /**
       * Key of the password
       */
      passwordKey?: SecretKeyName;
    };
  };
  /**
   * ClickHouse, which holds what the proxy logs
   */
  clickhouse?: {
    /**
     * HTTP address of ClickHouse
     */
    url?: HttpAddress;
    /**
     * User that owns the tables
     */
    user?: string;
    /**
     * User that tenants' SQL runs as; it may read one table and nothing else
     */
    hqlUser?: string;
    /**
     * Database
     */
    database?: string;
    /**
     * Name of a cluster in the server's configuration: tables are then replicated. Empty: one server
     */
    cluster?: string;
    /**
     * Whether that cluster has several shards
     */
    sharded?: boolean;
    /**
     * Where its secret is: a Secret that exists, and its keys
     */
    existingSecret?: {
      /**
       * Secret with the passwords of both users
       */
      name?: SecretName;
      /**
       * Key of the owner's password
       */
      passwordKey?: SecretKeyName;
      /**
       * Key of the password of `clickhouse.hqlUser`
       */
      hqlPasswordKey?: SecretKeyName;
    };
  };
  /**
   * Redis or Valkey
   */
  redis?: {
    /**
     * Whether the queue and shared state live in Redis or Valkey. Without, the queue is kept in PostgreSQL
     */
    enabled?: boolean;
    /**
     * Address, without a password. `rediss://` encrypts
     */
    url?: string;
    /**
     * Where its secret is: a Secret that exists, and its keys
     */
    existingSecret?: {
      /**
       * Secret with the password. Empty: none is needed
       */
      name?: SecretName;
      /**
       * Key of the password
       */
      passwordKey?: SecretKeyName;
    };
  };
  /**
   * The object store
   */
  objects?: {
    /**
     * Address of the S3 server; for AWS `https://s3.<region>.amazonaws.com`
     */
    endpoint?: HttpAddress;
    /**
     * Bucket for request and response bodies
     */
    bucket?: Bucket;
    /**
     * Region
     */
    region?: string;
    /**
     * `keys` from a Secret, or `iam`: from the pod's service account (see `serviceAccount.annotations`)
     */
    auth?: 'keys' | 'iam';
    /**
     * Where its secret is: a Secret that exists, and its keys
     */
    existingSecret?: {
      /**
       * Secret with the keys; not read with `iam`
       */
      name?: SecretName;
      /**
       * Key of the access key
       */
      accessKeyKey?: SecretKeyName;
      /**
       * Key of the secret key
       */
      secretKeyKey?: SecretKeyName;
    };
  };
  /**
   * Providers with another address or with a key of the installation, by their id: `openai: {baseUrl: …, existingSecret: {name: …, key: …}}`. The network policy lets the proxy reach the address. `vertex.tokenUrl` is where access tokens for Vertex AI are asked for, if not at Google's public address
   */
  providers?: {
    [k: string]: {
      baseUrl?: string;
      tokenUrl?: string;
      existingSecret?: {
        name?: SecretName;
        key?: SecretKeyName;
      };
    };
  };
  /**
   * The installation's own models and prices (`MODELS_FILE`, docs/guide/models.md). The proxy, the API and the workers read a change within two minutes, without a restart
   */
  models?: {
    /**
     * What the file holds: `models` (id, endpoints, price …) and `prices`. The chart keeps it in a ConfigMap
     */
    config?: {
      models?: {
        id: string;
        name?: string;
        author?: string;
        description?: string;
        context?: number;
        maxOutput?: number;
        created?: string;
        /**
         * @minItems 1
         */
        input?: ('text' | 'image' | 'audio' | 'video')[];
        /**
         * @minItems 1
         */
        output?: ('text' | 'image' | 'audio' | 'video')[];
        parameters?: string[];
        unsupported?: string[];
        aliases?: string[];
        endpoints?: {
          provider:
            | 'openai'
            | 'anthropic'
            | 'azure'
            | 'bedrock'
            | 'vertex'
            | 'google-ai-studio'
            | 'cohere'
            | 'groq'
            | 'mistral'
            | 'deepseek'
            | 'xai'
            | 'together'
            | 'fireworks'
            | 'perplexity'
            | 'openrouter'
            | 'local'
            | 'deepinfra'
            | 'cerebras'
            | 'novita'
            | 'lemonfox'
            | 'avian'
            | 'firecrawl'
            | 'qstash'
            | 'hyperbolic'
            | 'sambanova'
            | 'siliconflow'
            | 'huggingface'
            | 'featherless'
            | 'voyage'
            | 'jina'
            | 'ai21'
            | 'upstage'
            | 'nebius'
            | 'nvidia'
            | 'baseten'
            | 'chutes'
            | 'canopywave'
            | 'anyscale'
            | 'cloudflare'
            | 'vercel'
            | 'llama'
            | 'openpipe'
            | 'helicone'
            | 'moonshot'
            | 'zai'
            | 'minimax'
            | 'alibaba'
            | 'github';
          model?: string;
          /**
           * @minItems 1
           */
          formats?: ('chat' | 'responses' | 'messages' | 'gemini' | 'converse' | 'embeddings' | 'images')[];
          price?: {
            input: number;
            output: number;
            cacheRead?: number;
            cacheWrite5m?: number;
            cacheWrite1h?: number;
            inputAudio?: number;
            outputAudio?: number;
            inputImage?: number;
            outputImage?: number;
            reasoning?: number;
            tiers?: {
              above: number;
              input: number;
              output: number;
              cacheRead?: number;
              cacheWrite5m?: number;
              cacheWrite1h?: number;
              inputAudio?: number;
              outputAudio?: number;
              inputImage?: number;
              outputImage?: number;
              reasoning?: number;
            }[];
            webSearch?: number;
            request?: number;
          };
          context?: number;
          maxOutput?: number;
          unsupported?: string[];
          ptb?: boolean;
          explicitRouting?: boolean;
          priority?: number;
        }[];
      }[];
      prices?: {
        provider:
          | '*'
          | 'openai'
          | 'anthropic'
          | 'azure'
          | 'bedrock'
          | 'vertex'
          | 'google-ai-studio'
          | 'cohere'
          | 'groq'
          | 'mistral'
          | 'deepseek'
          | 'xai'
          | 'together'
          | 'fireworks'
          | 'perplexity'
          | 'openrouter'
          | 'local'
          | 'deepinfra'
          | 'cerebras'
          | 'novita'
          | 'lemonfox'
          | 'avian'
          | 'firecrawl'
          | 'qstash'
          | 'hyperbolic'
          | 'sambanova'
          | 'siliconflow'
          | 'huggingface'
          | 'featherless'
          | 'voyage'
          | 'jina'
          | 'ai21'
          | 'upstage'
          | 'nebius'
          | 'nvidia'
          | 'baseten'
          | 'chutes'
          | 'canopywave'
          | 'anyscale'
          | 'cloudflare'
          | 'vercel'
          | 'llama'
          | 'openpipe'
          | 'helicone'
          | 'moonshot'
          | 'zai'
          | 'minimax'
          | 'alibaba'
          | 'github';
        /**
         * @minItems 1
         */
        models: string[];
        input: number;
        output: number;
        cacheRead?: number;
        cacheWrite5m?: number;
        cacheWrite1h?: number;
        inputAudio?: number;
        outputAudio?: number;
        inputImage?: number;
        outputImage?: number;
        reasoning?: number;
        tiers?: {
          above: number;
          input: number;
          output: number;
          cacheRead?: number;
          cacheWrite5m?: number;
          cacheWrite1h?: number;
          inputAudio?: number;
          outputAudio?: number;
          inputImage?: number;
          outputImage?: number;
          reasoning?: number;
        }[];
        webSearch?: number;
        request?: number;
      }[];
    };
    /**
     * A ConfigMap of yours in place of `models.config`
     */
    existingConfigMap?: {
      /**
       * Its name. Empty: none
       */
      name?: SecretName;
      /**
       * Its key; the end tells the format
       */
      key?: string;
    };
  };
  /**
   * The installation's own secrets. What has no name here is made once by a Job and never changed. Keep a copy of `heliostat-secrets` elsewhere: without its encryption key nobody can read a backup's provider keys
   */
  secrets?: {
    /**
     * Whether the Job makes the Secrets that are absent. Without, name existing ones below
     */
    create?: boolean;
    /**
     * Where they are
     */
    existingSecret?: {
      /**
       * Secret with the installation's own keys. Empty: `<fullname>-secrets`, made by the Job
       */
      name?: SecretName;
      /**
       * Key of the encryption key (32 bytes, base64)
       */
      encryptionKeyKey?: SecretKeyName;
      /**
       * Key of the secret that signs sessions
       */
      authSecretKey?: SecretKeyName;
      /**
       * Key of the encryption keys before, separated by commas, while they are replaced (`ENCRYPTION_KEY_PREVIOUS`); may be absent from the Secret
       */
      previousEncryptionKeyKey?: SecretKeyName;
    };
    /**
     * Whether a Job seals all provider keys with the current encryption key, while the Secret holds the one before too (docs/operations/security.md). Turn it off again when it is done
     */
    reseal?: boolean;
    /**
     * Resources of the Jobs
     */
    resources?: Resources;
  };
  /**
   * The first account
   */
  owner?: {
    /**
     * Whether the first owner is made at the first start, so that no stranger can sign up first
     */
    create?: boolean;
    /**
     * E-mail address of the owner, for the Secret that the Job makes
     */
    email?: string;
    /**
     * Name of the owner's organisation. Empty: the app's default
     */
    organization?: string;
    /**
     * Who may sign up later
     */
    signUp?: 'open' | 'first-owner' | 'closed';
    /**
     * Where its secret is: a Secret that exists, and its keys
     */
    existingSecret?: {
      /**
       * Secret with the owner's e-mail, password and API key. Empty: `<fullname>-owner`, made by the Job
       */
      name?: SecretName;
      /**
       * Key of the e-mail address
       */
      emailKey?: SecretKeyName;
      /**
       * Key of the password
       */
      passwordKey?: SecretKeyName;
      /**
       * Key of the first API key
       */
      apiKeyKey?: SecretKeyName;
    };
  };
  /**
   * Security context of every pod. On OpenShift set `runAsUser`, `runAsGroup` and `fsGroup` to null: the namespace gives them
   */
  podSecurityContext?: PodSecurityContext;
  /**
   * Security context of every container
   */
  securityContext?: SecurityContext;
  /**
   * Service accounts of all pods
   */
  serviceAccount?: {
    /**
     * Annotations of every service account, such as `eks.amazonaws.com/role-arn` for one role for all
     */
    annotations?: StringMap;
  };
  /**
   * Size of /tmp, the one writable folder of pods without a data volume
   */
  tmpSizeLimit?: Quantity;
  /**
   * Seconds that a pod goes on serving after it was asked to stop, so that it leaves the load balancers first
   */
  preStopSleepSeconds?: number;
  /**
   * Seconds after that in which a pod still serves and each reply ends its connection, so that clients with kept-alive connections come back to another pod
   */
  drainSeconds?: number;
  /**
   * Probes. `/healthz` says that the process answers, `/readyz` that it can serve. Only `/healthz` restarts a pod: a store that is away takes pods out of their Service and never kills them
   */
  probes?: {
    /**
     * While an app starts
     */
    startup?: {
      /**
       * Seconds between two questions to `/healthz` while an app starts
       */
      periodSeconds?: number;
      /**
       * Failures after which the start counts as failed
       */
      failureThreshold?: number;
    };
    /**
     * Whether a pod gets requests
     */
    readiness?: {
      /**
       * Seconds between two questions to `/readyz`
       */
      periodSeconds?: number;
      /**
       * Seconds for an answer; the app itself gives each store two
       */
      timeoutSeconds?: number;
      /**
       * Failures after which a pod gets no more requests
       */
      failureThreshold?: number;
    };
    /**
     * Whether a pod is restarted
     */
    liveness?: {
      /**
       * Seconds between two questions to `/healthz`
       */
      periodSeconds?: number;
      /**
       * Seconds for an answer
       */
      timeoutSeconds?: number;
      /**
       * Failures after which a pod is restarted
       */
      failureThreshold?: number;
    };
  };
  /**
   * The gateway: takes clients' calls, forwards them to providers and logs them
   */
  proxy?: {
    /**
     * Image
     */
    image?: Image;
    /**
     * Pods, where they are not scaled automatically
     */
    replicas?: number;
    /**
     * Scaling by a HorizontalPodAutoscaler
     */
    autoscaling?: {
      /**
       * Whether pods are scaled by their CPU; `replicas` counts no more
       */
      enabled?: boolean;
      /**
       * Fewest pods
       */
      minReplicas?: number;
      /**
       * Most pods
       */
      maxReplicas?: number;
      /**
       * CPU that is aimed at, in percent of the request
       */
      targetCPUUtilizationPercentage?: number;
      /**
       * How fast it goes
       */
      behavior?: HpaBehavior;
    };
    /**
     * Processes of each pod. More than one only where the CPU request is more than one core
     */
    workers?: number;
    /**
     * The log on disk that a call is written to before its reply ends, and that is emptied into the object store
     */
    spool?: {
      /**
       * Most bytes of it; what happens then is `proxy.spool.full`
       */
      maxBytes?: ByteSize;
      /**
       * When it is full: `pass` forwards calls that are not logged, `reject` answers 503
       */
      full?: 'pass' | 'reject';
      /**
       * Where it is kept
       */
      persistence?: {
        /**
         * A volume for each pod (a StatefulSet): a lost node loses no logs. Without, a Deployment with an emptyDir: a lost node loses about a second of logs
         */
        enabled?: boolean;
        /**
         * Size of each volume, or of the emptyDir
         */
        size?: Quantity;
        /**
         * Storage class. Empty: the cluster's default
         */
        storageClassName?: SecretName;
        /**
         * Annotations of the volume claims
         */
        annotations?: StringMap;
        /**
         * What becomes of the volumes, whose last logs may not be stored yet
         */
        retentionPolicy?: {
          /**
           * When the release is uninstalled
           */
          whenDeleted?: 'Retain' | 'Delete';
          /**
           * When a pod is scaled away
           */
          whenScaled?: 'Retain' | 'Delete';
        };
      };
    };
    /**
     * Whether clients may name any private address as a target. Anyone with a key could then reach the cluster's inside. The API judges addresses in provider keys by the same
     */
    allowPrivateTargets?: boolean;
    /**
     * Private hosts, as `host` or `host:port`, that may be targets all the same, such as a model server in the cluster: `vllm.models.svc:8000`. The network policy lets the proxy reach Services and addresses; for another name add `proxy.networkPolicy.extraEgress`
     */
    allowedPrivateTargets?: PrivateTarget[];
    /**
     * Bodies
     */
    bodies?: {
      /**
       * Largest body that is forwarded; above, 413. An ingress has a limit of its own
       */
      max?: ByteSize;
      /**
       * Largest body that is kept in the log; cut and marked above
       */
      maxLogged?: ByteSize;
      /**
       * Whether personal data is replaced in all that is kept, whoever called (docs/guide/redaction.md)
       */
      redactPii?: boolean;
    };
    /**
     * How long a provider may take
     */
    timeouts?: {
      /**
       * Seconds for a connection
       */
      connectSeconds?: number;
      /**
       * Seconds until the first byte of a reply
       */
      firstByteSeconds?: number;
      /**
       * Seconds between two chunks of a reply. Keep ingresses and load balancers above it
       */
      idleSeconds?: number;
    };
    /**
     * Cache of replies, for calls that ask for it
     */
    cache?: {
      /**
       * Largest reply that is kept
       */
      maxEntry?: ByteSize;
      /**
       * Kept replies, all together. With Redis: of all pods, in it, and at most half of its `maxmemory`; without: of a pod, in its own memory. See docs/operations/sizing.md
       */
      maxBytes?: ByteSize;
      /**
       * Seconds that a call waits for another one that fetches the same reply
       */
      flightWaitSeconds?: number;
      /**
       * A server of its own for kept replies, which may evict; the queue's must not
       */
      redis?: {
        /**
         * Address, without a password. `rediss://` encrypts. Empty: `redis.url`
         */
        url?: string;
        /**
         * Secret with its password
         */
        existingSecret?: {
          /**
           * Name. Empty: none is needed
           */
          name?: SecretName;
          /**
           * Key
           */
          passwordKey?: SecretKeyName;
        };
      };
      /**
       * Server of embeddings, for `Heliostat-Cache-Semantic`
       */
      semantic?: {
        /**
         * Address of an OpenAI-compatible server, with its `/v1`. Empty: none
         */
        url?: ServerUrl;
        /**
         * Model
         */
        model?: string;
        /**
         * Secret with its key
         */
        existingSecret?: {
          /**
           * Name. Empty: none is needed
           */
          name?: SecretName;
          /**
           * Key
           */
          key?: SecretKeyName;
        };
      };
    };
    /**
     * Guards, for calls that ask for them (docs/guide/guards.md)
     */
    guards?: {
      /**
       * Milliseconds that one guard may take; the call then goes on without it, and says so
       */
      timeoutMs?: number;
      /**
       * Classifier of injections and jailbreaks (Prompt Guard)
       */
      promptGuard?: {
        /**
         * Address of its server. Empty: patterns in the proxy's process, which find less
         */
        url?: ServerUrl;
        /**
         * Model
         */
        model?: string;
        /**
         * Share of certainty from which a prompt counts as an attack
         */
        threshold?: number;
        /**
         * Secret with its key
         */
        existingSecret?: {
          /**
           * Name. Empty: none is needed
           */
          name?: SecretName;
          /**
           * Key
           */
          key?: SecretKeyName;
        };
      };
      /**
       * Second opinion of `Helicone-LLM-Security-Advanced` (Llama Guard)
       */
      llamaGuard?: {
        /**
         * Address of its server. Empty: word lists in the proxy's process
         */
        url?: ServerUrl;
        /**
         * Model
         */
        model?: string;
        /**
         * Secret with its key
         */
        existingSecret?: {
          /**
           * Name. Empty: none is needed
           */
          name?: SecretName;
          /**
           * Key
           */
          key?: SecretKeyName;
        };
      };
      /**
       * Moderation of `Helicone-Moderations-Enabled`
       */
      moderation?: {
        /**
         * Who moderates: `openai` (or the server below), or `local`: word lists, and nothing leaves the process
         */
        mode?: 'openai' | 'local';
        /**
         * Address of another server with `/v1/moderations`. Empty: OpenAI
         */
        url?: ServerUrl;
        /**
         * Model. Empty: the server's own
         */
        model?: string;
        /**
         * Secret with the key of `url`
         */
        existingSecret?: {
          /**
           * Name. Empty: none is needed
           */
          name?: SecretName;
          /**
           * Key
           */
          key?: SecretKeyName;
        };
      };
    };
    /**
     * Resources. No limit on CPU: throttling would add to every reply
     */
    resources?: Resources;
    /**
     * Service
     */
    service?: {
      /**
       * Type; `LoadBalancer` gives the proxy an address of its own, without an ingress
       */
      type?: ServiceType;
      /**
       * Port
       */
      port?: Port;
      /**
       * Protocol, as gateways and meshes read it. `kubernetes.io/ws` for a gateway that passes WebSockets (realtime sessions) on no other
       */
      appProtocol?: 'http' | 'kubernetes.io/ws';
      /**
       * Annotations
       */
      annotations?: StringMap;
      /**
       * Class of the load balancer
       */
      loadBalancerClass?: string;
      /**
       * Addresses that may reach the load balancer. Empty: all
       */
      loadBalancerSourceRanges?: Cidr[];
      /**
       * `Local` keeps the client's address
       */
      externalTrafficPolicy?: 'Cluster' | 'Local';
    };
    /**
     * Service account
     */
    serviceAccount?: {
      /**
       * Whether the chart makes it
       */
      create?: boolean;
      /**
       * Its name. Empty: `<fullname>-proxy`
       */
      name?: SecretName;
      /**
       * Annotations, over those of `serviceAccount.annotations`
       */
      annotations?: StringMap;
    };
    /**
     * Disruption budget; made only where there is more than one pod
     */
    podDisruptionBudget?: {
      /**
       * Whether there is one
       */
      enabled?: boolean;
      /**
       * Pods, or a share of them, that may be away at once
       */
      maxUnavailable?: number | string;
    };
    /**
     * Environment beyond what the chart sets
     */
    extraEnv?: Env;
    /**
     * Volumes beyond what the chart sets
     */
    extraVolumes?: Volumes;
    /**
     * Where they are mounted
     */
    extraVolumeMounts?: VolumeMounts;
    /**
     * Annotations of the pods
     */
    podAnnotations?: StringMap;
    /**
     * Labels of the pods
     */
    podLabels?: Labels;
    /**
     * Priority class
     */
    priorityClassName?: SecretName;
    /**
     * Seconds that replies and realtime sessions may go on, once a proxy that was asked to stop takes nothing new; then they are cut. A pod with nothing in flight is gone before. For voice agents set 300, and the grace period below to 330
     */
    graceSeconds?: number;
    /**
     * Seconds between the request to stop and the kill
     */
    terminationGracePeriodSeconds?: number;
    /**
     * Labels that a node must have
     */
    nodeSelector?: NodeSelector;
    /**
     * Taints that the pods stand
     */
    tolerations?: Tolerations;
    /**
     * Affinity
     */
    affinity?: Affinity;
    /**
     * How the pods spread. Empty: over zones and nodes, as far as possible
     */
    topologySpreadConstraints?: TopologySpreadConstraints;
    /**
     * Network policy, beyond what the chart's own flows need
     */
    networkPolicy?: {
      /**
       * Peers that may reach the pods
       */
      from?: NetworkPolicyPeers;
      /**
       * What the pods may reach: rules with `to` and `ports`
       */
      extraEgress?: NetworkPolicyEgress;
    };
  };
  /**
   * The REST API
   */
  jawn?: {
    /**
     * Image
     */
    image?: Image;
    /**
     * Pods, where they are not scaled automatically
     */
    replicas?: number;
    /**
     * Scaling by a HorizontalPodAutoscaler
     */
    autoscaling?: {
      /**
       * Whether pods are scaled by their CPU; `replicas` counts no more
       */
      enabled?: boolean;
      /**
       * Fewest pods
       */
      minReplicas?: number;
      /**
       * Most pods
       */
      maxReplicas?: number;
      /**
       * CPU that is aimed at, in percent of the request
       */
      targetCPUUtilizationPercentage?: number;
      /**
       * How fast it goes
       */
      behavior?: HpaBehavior;
    };
    /**
     * Requests to the API in any 60 seconds, of all API keys of an organisation together and of each member; above, 429. 0: no limit
     */
    requestsPerMinute?: number;
    /**
     * What the API shows of the platform: pods, events, scaling, backups. Its service account gets a Role for that, in this namespace only
     */
    platform?: {
      /**
       * Whether it does
       */
      enabled?: boolean;
      /**
       * Whether an administrator may start a backup from the dashboard. The Role then holds `create` on Jobs
       */
      runBackups?: boolean;
      /**
       * Applications of Argo CD, read only
       */
      argocd?: {
        /**
         * Whether they are shown
         */
        enabled?: boolean;
        /**
         * Namespace of Argo CD; jawn looks there and into the release's own
         */
        namespace?: Name;
      };
    };
    /**
     * Resources. No limit on CPU: throttling would add to every reply
     */
    resources?: Resources;
    /**
     * Service
     */
    service?: {
      /**
       * Annotations
       */
      annotations?: StringMap;
    };
    /**
     * Service account
     */
    serviceAccount?: {
      /**
       * Whether the chart makes it
       */
      create?: boolean;
      /**
       * Its name. Empty: `<fullname>-jawn`
       */
      name?: SecretName;
      /**
       * Annotations, over those of `serviceAccount.annotations`
       */
      annotations?: StringMap;
    };
    /**
     * Disruption budget; made only where there is more than one pod
     */
    podDisruptionBudget?: {
      /**
       * Whether there is one
       */
      enabled?: boolean;
      /**
       * Pods, or a share of them, that may be away at once
       */
      maxUnavailable?: number | string;
    };
    /**
     * Environment beyond what the chart sets
     */
    extraEnv?: Env;
    /**
     * Volumes beyond what the chart sets
     */
    extraVolumes?: Volumes;
    /**
     * Where they are mounted
     */
    extraVolumeMounts?: VolumeMounts;
    /**
     * Annotations of the pods
     */
    podAnnotations?: StringMap;
    /**
     * Labels of the pods
     */
    podLabels?: Labels;
    /**
     * Priority class
     */
    priorityClassName?: SecretName;
    /**
     * Seconds between the request to stop and the kill
     */
    terminationGracePeriodSeconds?: number;
    /**
     * Labels that a node must have
     */
    nodeSelector?: NodeSelector;
    /**
     * Taints that the pods stand
     */
    tolerations?: Tolerations;
    /**
     * Affinity
     */
    affinity?: Affinity;
    /**
     * How the pods spread. Empty: over zones and nodes, as far as possible
     */
    topologySpreadConstraints?: TopologySpreadConstraints;
    /**
     * Network policy, beyond what the chart's own flows need
     */
    networkPolicy?: {
      /**
       * Peers that may reach the pods
       */
      from?: NetworkPolicyPeers;
      /**
       * What the pods may reach: rules with `to` and `ports`
       */
      extraEgress?: NetworkPolicyEgress;
    };
  };
  /**
   * Writes what the proxies logged into ClickHouse, and does what runs in the background
   */
  worker?: {
    /**
     * Image
     */
    image?: Image;
    /**
     * Pods, where they are not scaled automatically
     */
    replicas?: number;
    /**
     * Scaling of the workers
     */
    autoscaling?: {
      /**
       * `hpa` by CPU (and by the queue, see below), `keda` by the queue's depth in Prometheus, or `none`
       */
      mode?: 'hpa' | 'keda' | 'none';
      /**
       * Fewest pods
       */
      minReplicas?: number;
      /**
       * Most pods
       */
      maxReplicas?: number;
      /**
       * CPU that `hpa` aims at, in percent of the request
       */
      targetCPUUtilizationPercentage?: number;
      /**
       * Waiting jobs for each pod that are aimed at, with `keda` or `queueMetric.enabled`
       */
      jobsPerPod?: number;
      /**
       * The queue's depth for `hpa`, as an external metric. Needs a metrics adapter that serves `heliostat_queue_jobs`
       */
      queueMetric?: {
        /**
         * Whether `hpa` uses it, beside CPU
         */
        enabled?: boolean;
        /**
         * Name of the metric
         */
        name?: string;
      };
      /**
       * Settings of `keda`
       */
      keda?: {
        /**
         * Address of Prometheus
         */
        prometheusUrl?: string;
        /**
         * Query for the number of waiting jobs. Empty: the ingest queue of this namespace
         */
        query?: string;
        /**
         * Seconds between two queries
         */
        pollingInterval?: number;
        /**
         * Seconds without load before it scales down
         */
        cooldownPeriod?: number;
      };
      /**
       * How fast it goes
       */
      behavior?: HpaBehavior;
    };
    /**
     * Whether what a client names for the export of its calls (a PostHog host) may be any private address
     */
    allowPrivateTargets?: boolean;
    /**
     * Private hosts, as `host` or `host:port`, that it may be all the same: a PostHog in the cluster, `posthog.analytics.svc:8000`. The network policy lets the workers reach Services and addresses
     */
    allowedPrivateTargets?: PrivateTarget[];
    /**
     * Resources. No limit on CPU: throttling would add to every reply
     */
    resources?: Resources;
    /**
     * Service account
     */
    serviceAccount?: {
      /**
       * Whether the chart makes it
       */
      create?: boolean;
      /**
       * Its name. Empty: `<fullname>-worker`
       */
      name?: SecretName;
      /**
       * Annotations, over those of `serviceAccount.annotations`
       */
      annotations?: StringMap;
    };
    /**
     * Disruption budget; made only where there is more than one pod
     */
    podDisruptionBudget?: {
      /**
       * Whether there is one
       */
      enabled?: boolean;
      /**
       * Pods, or a share of them, that may be away at once
       */
      maxUnavailable?: number | string;
    };
    /**
     * Environment beyond what the chart sets
     */
    extraEnv?: Env;
    /**
     * Volumes beyond what the chart sets
     */
    extraVolumes?: Volumes;
    /**
     * Where they are mounted
     */
    extraVolumeMounts?: VolumeMounts;
    /**
     * Annotations of the pods
     */
    podAnnotations?: StringMap;
    /**
     * Labels of the pods
     */
    podLabels?: Labels;
    /**
     * Priority class
     */
    priorityClassName?: SecretName;
    /**
     * Seconds between the request to stop and the kill
     */
    terminationGracePeriodSeconds?: number;
    /**
     * Labels that a node must have
     */
    nodeSelector?: NodeSelector;
    /**
     * Taints that the pods stand
     */
    tolerations?: Tolerations;
    /**
     * Affinity
     */
    affinity?: Affinity;
    /**
     * How the pods spread. Empty: over zones and nodes, as far as possible
     */
    topologySpreadConstraints?: TopologySpreadConstraints;
    /**
     * Network policy, beyond what the chart's own flows need
     */
    networkPolicy?: {
      /**
       * Peers that may reach the pods
       */
      from?: NetworkPolicyPeers;
      /**
       * What the pods may reach: rules with `to` and `ports`
       */
      extraEgress?: NetworkPolicyEgress;
    };
  };
  /**
   * The dashboard
   */
  web?: {
    /**
     * Image
     */
    image?: Image;
    /**
     * Pods, where they are not scaled automatically
     */
    replicas?: number;
    /**
     * Scaling by a HorizontalPodAutoscaler
     */
    autoscaling?: {
      /**
       * Whether pods are scaled by their CPU; `replicas` counts no more
       */
      enabled?: boolean;
      /**
       * Fewest pods
       */
      minReplicas?: number;
      /**
       * Most pods
       */
      maxReplicas?: number;
      /**
       * CPU that is aimed at, in percent of the request
       */
      targetCPUUtilizationPercentage?: number;
      /**
       * How fast it goes
       */
      behavior?: HpaBehavior;
    };
    /**
     * Resources. No limit on CPU: throttling would add to every reply
     */
    resources?: Resources;
    /**
     * Service
     */
    service?: {
      /**
       * Annotations
       */
      annotations?: StringMap;
    };
    /**
     * Service account
     */
    serviceAccount?: {
      /**
       * Whether the chart makes it
       */
      create?: boolean;
      /**
       * Its name. Empty: `<fullname>-web`
       */
      name?: SecretName;
      /**
       * Annotations, over those of `serviceAccount.annotations`
       */
      annotations?: StringMap;
    };
    /**
     * Disruption budget; made only where there is more than one pod
     */
    podDisruptionBudget?: {
      /**
       * Whether there is one
       */
      enabled?: boolean;
      /**
       * Pods, or a share of them, that may be away at once
       */
      maxUnavailable?: number | string;
    };
    /**
     * Environment beyond what the chart sets
     */
    extraEnv?: Env;
    /**
     * Volumes beyond what the chart sets
     */
    extraVolumes?: Volumes;
    /**
     * Where they are mounted
     */
    extraVolumeMounts?: VolumeMounts;
    /**
     * Annotations of the pods
     */
    podAnnotations?: StringMap;
    /**
     * Labels of the pods
     */
    podLabels?: Labels;
    /**
     * Priority class
     */
    priorityClassName?: SecretName;
    /**
     * Seconds between the request to stop and the kill
     */
    terminationGracePeriodSeconds?: number;
    /**
     * Labels that a node must have
     */
    nodeSelector?: NodeSelector;
    /**
     * Taints that the pods stand
     */
    tolerations?: Tolerations;
    /**
     * Affinity
     */
    affinity?: Affinity;
    /**
     * How the pods spread. Empty: over zones and nodes, as far as possible
     */
    topologySpreadConstraints?: TopologySpreadConstraints;
    /**
     * Network policy, beyond what the chart's own flows need
     */
    networkPolicy?: {
      /**
       * Peers that may reach the pods
       */
      from?: NetworkPolicyPeers;
      /**
       * What the pods may reach: rules with `to` and `ports`
       */
      extraEgress?: NetworkPolicyEgress;
    };
  };
  /**
   * Ingress: one for each host. Long streams need timeouts beyond the controller's defaults; the annotations below are nginx's
   */
  ingress?: {
    /**
     * Whether there is one. Either this or `gatewayApi`
     */
    enabled?: boolean;
    /**
     * Class. Empty: the cluster's default
     */
    className?: SecretName;
    /**
     * Annotations of all of them, such as `cert-manager.io/cluster-issuer`
     */
    annotations?: StringMap;
    /**
     * Whether they serve TLS
     */
    tls?: boolean;
    /**
     * The dashboard
     */
    web?: {
      /**
       * Host
       */
      host?: string;
      /**
       * Annotations
       */
      annotations?: StringMap;
      /**
       * Secret with its certificate. Empty: `<fullname>-web-tls`
       */
      tlsSecretName?: SecretName;
    };
    /**
     * The API; not needed for the dashboard, which serves it at `/api`
     */
    api?: {
      /**
       * Host
       */
      host?: string;
      /**
       * Annotations
       */
      annotations?: StringMap;
      /**
       * Secret with its certificate. Empty: `<fullname>-api-tls`
       */
      tlsSecretName?: SecretName;
    };
    /**
     * The proxy
     */
    gateway?: {
      /**
       * Host
       */
      host?: string;
      /**
       * Annotations. The timeouts bound the pause between two chunks of a stream, and between two messages of a realtime session (WebSocket)
       */
      annotations?: StringMap;
      /**
       * Secret with its certificate. Empty: `<fullname>-gateway-tls`
       */
      tlsSecretName?: SecretName;
    };
  };
  /**
   * Routes of the Gateway API (`gateway.networking.k8s.io/v1`), in place of `ingress`
   */
  gatewayApi?: {
    /**
     * Whether there are routes
     */
    enabled?: boolean;
    /**
     * Gateways that the routes belong to
     */
    parentRefs?: {
      name: Name;
      namespace?: Name;
      sectionName?: Name;
      port?: Port;
    }[];
    /**
     * Annotations of the routes
     */
    annotations?: StringMap;
    /**
     * Hosts
     */
    hosts?: {
      /**
       * Host of the dashboard
       */
      web?: string;
      /**
       * Host of the API
       */
      api?: string;
      /**
       * Host of the proxy
       */
      gateway?: string;
    };
    /**
     * Longest time for a whole reply or realtime session, for gateways that support it: `0s` is without limit. Empty: the gateway's default
     */
    requestTimeout?: string;
  };
  /**
   * Network policies: everything is closed for the chart's pods but what they need
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
     * Where the ingress controller or the gateway runs; used with `ingress` and `gatewayApi`
     */
    ingressController?: NetworkPolicyPeers;
    /**
     * Who may read the metrics
     */
    monitoring?: NetworkPolicyPeers;
    /**
     * Whether every pod of the namespace may call the proxy; other namespaces by `proxy.networkPolicy.from`
     */
    proxyFromNamespace?: boolean;
    /**
     * Addresses that are not the internet: the proxy and the workers reach port 443 of all others
     *
     * Items: A range of addresses, with its length: 10.0.0.0/8, fd00::/8, 10.1.2.3/32.
     */
    privateRanges?: string[];
    /**
     * The same for IPv6
     *
     * Items: A range of addresses, with its length: 10.0.0.0/8, fd00::/8, 10.1.2.3/32.
     */
    privateRangesIPv6?: string[];
    /**
     * The Kubernetes API, for the pods that speak to it
     */
    kubernetesApi?: {
      /**
       * Its addresses. Empty: any
       */
      cidrs?: Cidr[];
      /**
       * Its ports, of the Service and of the servers behind it
       */
      ports?: Port[];
    };
    /**
     * Where stores outside the namespace are. Without peers the chart goes by the host: `heliostat-postgres` is the infrastructure's pod, `x.y.svc` the namespace y, and another name any address, at the store's port
     */
    stores?: {
      /**
       * PostgreSQL, such as `- ipBlock: {cidr: 10.1.0.0/16}`
       */
      postgres?: NetworkPolicyPeers;
      /**
       * ClickHouse
       */
      clickhouse?: NetworkPolicyPeers;
      /**
       * Redis
       */
      redis?: NetworkPolicyPeers;
      /**
       * The object store
       */
      objects?: NetworkPolicyPeers;
      /**
       * The store of backups
       */
      backup?: NetworkPolicyPeers;
    };
  };
  /**
   * The command line that runs in Jobs
   */
  ops?: {
    /**
     * Image
     */
    image?: Image;
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
   * The Job that brings the stores' schemas up to date before a new version serves. When it fails, so does the upgrade, and the old version goes on serving
   */
  migrations?: {
    /**
     * Whether there is one
     */
    enabled?: boolean;
    /**
     * As a hook, before anything else changes. Without, it and the Job of the secrets are plain Jobs named by a hash of what they do, for tools that do not know hooks; new pods then fail and are restarted until it is done
     */
    useHook?: boolean;
    /**
     * Seconds to wait for the stores
     */
    waitSeconds?: number;
    /**
     * Further attempts
     */
    backoffLimit?: number;
    /**
     * Seconds for all attempts together. Give Helm as much: `--timeout 30m`
     */
    activeDeadlineSeconds?: number;
    /**
     * Resources
     */
    resources?: Resources;
    /**
     * Service account
     */
    serviceAccount?: {
      /**
       * Annotations, over those of `serviceAccount.annotations`
       */
      annotations?: StringMap;
    };
    /**
     * Environment beyond what the chart sets
     */
    extraEnv?: Env;
    /**
     * What the Job may reach beyond the stores: rules with `to` and `ports`
     */
    extraEgress?: NetworkPolicyEgress;
  };
  /**
   * Backups of the stores into a bucket
   */
  backup?: {
    /**
     * Whether there are any
     */
    enabled?: boolean;
    /**
     * Whether the schedules rest; a backup can still be started by hand
     */
    suspend?: boolean;
    /**
     * What is backed up, and when: name, cron schedule, stores (all by default), and how many backups of the same stores to keep (all by default)
     */
    jobs?: {
      name: string;
      schedule: Cron;
      stores?: ('postgres' | 'clickhouse' | 'objects')[];
      keep?: number;
      suspend?: boolean;
    }[];
    /**
     * How ClickHouse is backed up: `native` by its own BACKUP to S3, `export` table by table through the Job, `auto` as the server can
     */
    clickhouseMethod?: 'auto' | 'native' | 'export';
    /**
     * Time zone of the schedules
     */
    timeZone?: TimeZone;
    /**
     * Bucket. The infrastructure chart makes `heliostat-backups`; a bucket of another provider or region is safer
     */
    bucket?: Bucket;
    /**
     * Path in the bucket
     */
    prefix?: string;
    /**
     * Address of the S3 server. Empty: `objects.endpoint`
     */
    endpoint?: HttpAddress;
    /**
     * Region. Empty: `objects.region`
     */
    region?: string;
    /**
     * Keys of that server
     */
    existingSecret?: {
      /**
       * Secret. Empty: as for `objects`
       */
      name?: SecretName;
      /**
       * Key of the access key
       */
      accessKeyKey?: SecretKeyName;
      /**
       * Key of the secret key
       */
      secretKeyKey?: SecretKeyName;
    };
    /**
     * Further attempts
     */
    backoffLimit?: number;
    /**
     * Seconds for a backup, all attempts together
     */
    activeDeadlineSeconds?: number;
    /**
     * Seconds within which a missed start is made up for
     */
    startingDeadlineSeconds?: number;
    /**
     * Jobs that are kept after success
     */
    successfulJobsHistoryLimit?: number;
    /**
     * Jobs that are kept after failure
     */
    failedJobsHistoryLimit?: number;
    /**
     * Room on the node's disk for what is under way
     */
    tmpSizeLimit?: Quantity;
    /**
     * Resources
     */
    resources?: Resources;
    /**
     * Service account
     */
    serviceAccount?: {
      /**
       * Annotations, over those of `serviceAccount.annotations`
       */
      annotations?: StringMap;
    };
    /**
     * Environment beyond what the chart sets
     */
    extraEnv?: Env;
    /**
     * What the Jobs may reach beyond the stores: rules with `to` and `ports`
     */
    extraEgress?: NetworkPolicyEgress;
  };
  /**
   * Restore of a backup. While it is on, the API and the workers are stopped and nothing is migrated; the proxies go on serving. Turn it off again when the Job is done
   */
  restore?: {
    /**
     * Whether the Job runs
     */
    enabled?: boolean;
    /**
     * Id of the backup (`heliostat backup list`), or `latest`
     */
    backup?: string;
    /**
     * Stores. Empty: all that the backup holds
     */
    stores?: ('postgres' | 'clickhouse' | 'objects')[];
    /**
     * Whether stores that hold data are overwritten
     */
    force?: boolean;
    /**
     * Seconds for it
     */
    activeDeadlineSeconds?: number;
    /**
     * Service account
     */
    serviceAccount?: {
      /**
       * Annotations, over those of `backup.serviceAccount.annotations`: a restore writes where a backup only reads
       */
      annotations?: StringMap;
    };
  };
  /**
   * Rows, tokens and costs of a window computed again from the stored bodies (`heliostat reprocess`): after a loss in ClickHouse, or with corrected prices. The Job queues the segments and waits for the workers, which replace the rows. Turn it off again when it is done
   */
  reprocess?: {
    /**
     * Whether the Job runs
     */
    enabled?: boolean;
    /**
     * First day or time (UTC): `2026-01-31` or `2026-01-31T12:00`
     */
    from?: string;
    /**
     * Last day, or the time before which it stops. Empty: now
     */
    to?: string;
    /**
     * Id of one organisation. Empty: all
     */
    organization?: string;
    /**
     * Seconds for it
     */
    activeDeadlineSeconds?: number;
    /**
     * Resources
     */
    resources?: Resources;
  };
  /**
   * `helm test`: a real request through the proxy to a provider in the test's own pod, and one through the unified API where `providers` has a key for it; both found again by the API
   */
  tests?: {
    /**
     * Whether there is one. The proxy may then reach the private address `<fullname>-test`
     */
    enabled?: boolean;
    /**
     * Secret with an API key. Empty: the owner's
     */
    existingSecret?: {
      /**
       * Secret
       */
      name?: SecretName;
      /**
       * Key of the API key
       */
      apiKeyKey?: SecretKeyName;
    };
    /**
     * Model string of the call through the unified API, `gpt-4o-mini/openai`; at most 16 tokens, which the installation's key pays. Empty: a cheap model of `openai`, `anthropic` or `google-ai-studio`, the first that `providers` has a key for. `none`: no such call
     */
    model?: string;
  };
  /**
   * Metrics
   */
  metrics?: {
    /**
     * A PodMonitor for the Prometheus operator
     */
    podMonitor?: {
      /**
       * Whether there is one
       */
      enabled?: boolean;
      /**
       * Labels, as the operator selects by
       */
      labels?: StringMap;
      /**
       * Time between two readings
       */
      interval?: Duration;
    };
  };
}
export interface Labels {
  [k: string]: string;
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
export interface HpaBehavior {
  scaleUp?: HpaRules;
  scaleDown?: HpaRules;
}
export interface HpaRules {
  stabilizationWindowSeconds?: number;
  selectPolicy?: 'Max' | 'Min' | 'Disabled';
  tolerance?: Quantity;
  policies?: {
    type: 'Pods' | 'Percent';
    value: number;
    periodSeconds: number;
  }[];
}
export interface DownwardApiFile {
  path: string;
  mode?: number;
  fieldRef?: {
    fieldPath: string;
    apiVersion?: string;
  };
  resourceFieldRef?: {
    resource?: string;
    containerName?: string;
    divisor?: Quantity;
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
