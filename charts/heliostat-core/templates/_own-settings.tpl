{{/*
  Every setting that the chart gives the apps, with the value that it comes from; empty where the chart alone knows it.
  The API server would keep the last of two entries with a name, and refuse both when they are applied by the server.
*/}}
{{- define "heliostat.ownSettings" -}}
HOME: ''
HOST: listenAddress
HELIOSTAT_DATA_DIR: ''
HELIOSTAT_NAMESPACE: ''
HELIOSTAT_RELEASE: ''
HELIOSTAT_ARGOCD_NAMESPACE: jawn.platform.argocd.namespace
WEB_PORT: ''
JAWN_PORT: ''
JAWN_URL: ''
WORKER_PORT: ''
PROXY_PORT: ''
PROXY_URL: ''
NODE_EXTRA_CA_CERTS: caBundle.configMap
PGSSLROOTCERT: caBundle.configMap
LOG_LEVEL: logLevel
SHUTDOWN_DRAIN_MS: drainSeconds
DATABASE_URL: postgres.host, postgres.port, postgres.database and postgres.user
DATABASE_DIRECT_URL: postgres.directHost and postgres.directPort
DATABASE_PASSWORD: postgres.existingSecret
DATABASE_POOL_SIZE: postgres.poolSize
CLICKHOUSE_URL: clickhouse.url
CLICKHOUSE_USER: clickhouse.user
CLICKHOUSE_PASSWORD: clickhouse.existingSecret
CLICKHOUSE_HQL_USER: clickhouse.hqlUser
CLICKHOUSE_HQL_PASSWORD: clickhouse.existingSecret.hqlPasswordKey
CLICKHOUSE_DATABASE: clickhouse.database
CLICKHOUSE_CLUSTER: clickhouse.cluster
CLICKHOUSE_SHARDED: clickhouse.sharded
CLICKHOUSE_BACKUP: backup.clickhouseMethod
REDIS_URL: redis.url
REDIS_PASSWORD: redis.existingSecret
CACHE_REDIS_URL: proxy.cache.redis.url
CACHE_REDIS_PASSWORD: proxy.cache.redis.existingSecret
S3_ENDPOINT: objects.endpoint
S3_BUCKET_NAME: objects.bucket
S3_REGION: objects.region
S3_ACCESS_KEY: objects.existingSecret
S3_SECRET_KEY: objects.existingSecret
BACKUP_S3_ENDPOINT: backup.endpoint
BACKUP_S3_BUCKET_NAME: backup.bucket
BACKUP_S3_REGION: backup.region
BACKUP_S3_ACCESS_KEY: backup.existingSecret
BACKUP_S3_SECRET_KEY: backup.existingSecret
BACKUP_PREFIX: backup.prefix
ENCRYPTION_KEY: secrets.existingSecret
ENCRYPTION_KEY_PREVIOUS: secrets.existingSecret.previousEncryptionKeyKey
BETTER_AUTH_SECRET: secrets.existingSecret
HELIOSTAT_PUBLIC_URL: publicUrl.web
JAWN_PUBLIC_URL: publicUrl.api
PROXY_PUBLIC_URL: publicUrl.gateway
HELIOSTAT_SIGN_UP: owner.signUp
API_REQUESTS_PER_MINUTE: jawn.requestsPerMinute
HELIOSTAT_INIT_EMAIL: owner.email or owner.existingSecret
HELIOSTAT_INIT_PASSWORD: owner.existingSecret
HELIOSTAT_INIT_API_KEY: owner.existingSecret
HELIOSTAT_INIT_ORG: owner.organization
HELIOSTAT_PROXY_WORKERS: proxy.workers
SPOOL_MAX_BYTES: proxy.spool.maxBytes
SPOOL_FULL: proxy.spool.full
MODELS_FILE: models.config or models.existingConfigMap
ALLOW_PRIVATE_TARGETS: proxy.allowPrivateTargets or worker.allowPrivateTargets
ALLOWED_PRIVATE_TARGETS: proxy.allowedPrivateTargets or worker.allowedPrivateTargets
SHUTDOWN_GRACE_MS: proxy.graceSeconds
PROXY_MAX_BODY: proxy.bodies.max
LOG_MAX_BODY: proxy.bodies.maxLogged
LOG_REDACT_PII: proxy.bodies.redactPii
PROXY_CONNECT_TIMEOUT_MS: proxy.timeouts.connectSeconds
PROXY_FIRST_BYTE_TIMEOUT_MS: proxy.timeouts.firstByteSeconds
PROXY_IDLE_TIMEOUT_MS: proxy.timeouts.idleSeconds
CACHE_MAX_ENTRY: proxy.cache.maxEntry
CACHE_MAX_BYTES: proxy.cache.maxBytes
CACHE_FLIGHT_WAIT_MS: proxy.cache.flightWaitSeconds
SEMANTIC_CACHE_URL: proxy.cache.semantic.url
SEMANTIC_CACHE_MODEL: proxy.cache.semantic.model
SEMANTIC_CACHE_API_KEY: proxy.cache.semantic.existingSecret
GUARD_TIMEOUT_MS: proxy.guards.timeoutMs
LLM_SECURITY_URL: proxy.guards.promptGuard.url
LLM_SECURITY_MODEL: proxy.guards.promptGuard.model
LLM_SECURITY_API_KEY: proxy.guards.promptGuard.existingSecret
LLM_SECURITY_THRESHOLD: proxy.guards.promptGuard.threshold
LLM_SECURITY_ADVANCED_URL: proxy.guards.llamaGuard.url
LLM_SECURITY_ADVANCED_MODEL: proxy.guards.llamaGuard.model
LLM_SECURITY_ADVANCED_API_KEY: proxy.guards.llamaGuard.existingSecret
MODERATION: proxy.guards.moderation.mode
MODERATION_URL: proxy.guards.moderation.url
MODERATION_MODEL: proxy.guards.moderation.model
MODERATION_API_KEY: proxy.guards.moderation.existingSecret
{{- end }}
