{{/*
  The apps' environment, as entries of `env`. It stands in the pods themselves, not in a ConfigMap: a changed setting
  rolls the pods by itself, and a pod of the version before keeps the settings that it was made with.
*/}}

{{/* One entry from a key of a Secret. Arguments: name, secret, key. */}}
{{- define "heliostat.env.secret" -}}
- name: {{ .name }}
  valueFrom:
    secretKeyRef:
      name: {{ .secret }}
      key: {{ .key }}
{{- end }}

{{/* What every app gets. */}}
{{- define "heliostat.env.common" -}}
- name: HOST
  value: {{ .Values.listenAddress | quote }}
- name: SHUTDOWN_DRAIN_MS
  value: {{ mul .Values.drainSeconds 1000 | quote }}
- name: LOG_LEVEL
  value: {{ .Values.logLevel }}
{{- if .Values.caBundle.configMap }}
- name: NODE_EXTRA_CA_CERTS
  value: /etc/heliostat/ca/{{ .Values.caBundle.key }}
- name: PGSSLROOTCERT
  value: /etc/heliostat/ca/{{ .Values.caBundle.key }}
{{- end }}
{{- end }}

{{/* What Jobs of the command line get. */}}
{{- define "heliostat.env.ops" -}}
- name: HOME
  value: /tmp
- name: HELIOSTAT_DATA_DIR
  value: /tmp/heliostat
{{ include "heliostat.env.common" . }}
{{- end }}

{{- define "heliostat.databaseUrl" -}}
{{- $postgres := .root.Values.postgres -}}
postgres://{{ $postgres.user }}@{{ .host }}:{{ .port }}/{{ $postgres.database }}?sslmode={{ $postgres.sslMode }}
{{- end }}

{{- define "heliostat.env.postgres" -}}
{{- $postgres := .Values.postgres -}}
- name: DATABASE_URL
  value: {{ include "heliostat.databaseUrl" (dict "root" . "host" $postgres.host "port" $postgres.port) | quote }}
{{- if $postgres.directHost }}
- name: DATABASE_DIRECT_URL
  value: {{ include "heliostat.databaseUrl" (dict "root" . "host" $postgres.directHost "port" $postgres.directPort) | quote }}
{{- end }}
- name: DATABASE_POOL_SIZE
  value: {{ $postgres.poolSize | quote }}
{{- with $postgres.existingSecret }}
{{ include "heliostat.env.secret" (dict "name" "DATABASE_PASSWORD" "secret" .name "key" .passwordKey) }}
{{- end }}
{{- end }}

{{- define "heliostat.env.clickhouse" -}}
{{- $clickhouse := .Values.clickhouse -}}
- name: CLICKHOUSE_URL
  value: {{ $clickhouse.url | quote }}
- name: CLICKHOUSE_USER
  value: {{ $clickhouse.user | quote }}
- name: CLICKHOUSE_DATABASE
  value: {{ $clickhouse.database | quote }}
- name: CLICKHOUSE_HQL_USER
  value: {{ $clickhouse.hqlUser | quote }}
{{- if $clickhouse.cluster }}
- name: CLICKHOUSE_CLUSTER
  value: {{ $clickhouse.cluster | quote }}
- name: CLICKHOUSE_SHARDED
  value: {{ $clickhouse.sharded | quote }}
{{- end }}
{{- with $clickhouse.existingSecret }}
{{ include "heliostat.env.secret" (dict "name" "CLICKHOUSE_PASSWORD" "secret" .name "key" .passwordKey) }}
{{ include "heliostat.env.secret" (dict "name" "CLICKHOUSE_HQL_PASSWORD" "secret" .name "key" .hqlPasswordKey) }}
{{- end }}
{{- end }}

{{- define "heliostat.env.redis" -}}
{{- if .Values.redis.enabled -}}
- name: REDIS_URL
  value: {{ .Values.redis.url | quote }}
{{- with .Values.redis.existingSecret }}
{{- if .name }}
{{ include "heliostat.env.secret" (dict "name" "REDIS_PASSWORD" "secret" .name "key" .passwordKey) }}
{{- end }}
{{- end }}
{{- end }}
{{- end }}

{{- define "heliostat.env.objects" -}}
{{- $objects := .Values.objects -}}
- name: S3_ENDPOINT
  value: {{ $objects.endpoint | quote }}
- name: S3_BUCKET_NAME
  value: {{ $objects.bucket | quote }}
- name: S3_REGION
  value: {{ $objects.region | quote }}
{{- if eq $objects.auth "keys" }}
{{- with $objects.existingSecret }}
{{ include "heliostat.env.secret" (dict "name" "S3_ACCESS_KEY" "secret" .name "key" .accessKeyKey) }}
{{ include "heliostat.env.secret" (dict "name" "S3_SECRET_KEY" "secret" .name "key" .secretKeyKey) }}
{{- end }}
{{- end }}
{{- end }}

{{/* Where backups are; for the Jobs, and for jawn, which shows them. */}}
{{- define "heliostat.env.backup" -}}
{{- $backup := .Values.backup -}}
- name: BACKUP_S3_BUCKET_NAME
  value: {{ $backup.bucket | quote }}
- name: BACKUP_PREFIX
  value: {{ $backup.prefix | quote }}
{{- with $backup.endpoint }}
- name: BACKUP_S3_ENDPOINT
  value: {{ . | quote }}
{{- end }}
{{- with $backup.region }}
- name: BACKUP_S3_REGION
  value: {{ . | quote }}
{{- end }}
{{- with $backup.existingSecret }}
{{- if .name }}
{{ include "heliostat.env.secret" (dict "name" "BACKUP_S3_ACCESS_KEY" "secret" .name "key" .accessKeyKey) }}
{{ include "heliostat.env.secret" (dict "name" "BACKUP_S3_SECRET_KEY" "secret" .name "key" .secretKeyKey) }}
{{- end }}
{{- end }}
{{- end }}

{{/* All stores. */}}
{{- define "heliostat.env.stores" -}}
{{ include "heliostat.env.postgres" . }}
{{ include "heliostat.env.clickhouse" . }}
{{- with include "heliostat.env.redis" . }}
{{ . }}
{{- end }}
{{ include "heliostat.env.objects" . }}
{{- end }}

{{/* The encryption key, and the one before where the Secret holds it: it does while the key is replaced. */}}
{{- define "heliostat.env.encryptionKey" -}}
{{ include "heliostat.env.secret" (dict "name" "ENCRYPTION_KEY" "secret" (include "heliostat.secretsName" .) "key" .Values.secrets.existingSecret.encryptionKeyKey) }}
- name: ENCRYPTION_KEY_PREVIOUS
  valueFrom:
    secretKeyRef:
      name: {{ include "heliostat.secretsName" . }}
      key: {{ .Values.secrets.existingSecret.previousEncryptionKeyKey }}
      optional: true
{{- end }}

{{/* The installation's own models, for the proxy, jawn and the worker; see heliostat.models.volume. */}}
{{- define "heliostat.env.models" -}}
{{- with include "heliostat.models.key" . -}}
- name: MODELS_FILE
  value: /etc/heliostat/models/{{ . }}
{{- end }}
{{- end }}

{{/* Which private addresses may be reached. Arguments: allow, targets (list). */}}
{{- define "heliostat.env.privateTargets" -}}
- name: ALLOW_PRIVATE_TARGETS
  value: {{ .allow | quote }}
{{- with .targets }}
- name: ALLOWED_PRIVATE_TARGETS
  value: {{ join "," . | quote }}
{{- end }}
{{- end }}

{{/* A server that the proxy asks: its URL, model and key. Arguments: name (of the settings), server. */}}
{{- define "heliostat.env.server" -}}
{{- with .server.url }}
- name: {{ $.name }}_URL
  value: {{ . | quote }}
{{- with $.server.model }}
- name: {{ $.name }}_MODEL
  value: {{ . | quote }}
{{- end }}
{{- with $.server.existingSecret.name }}
{{ include "heliostat.env.secret" (dict "name" (printf "%s_API_KEY" $.name) "secret" . "key" $.server.existingSecret.key) }}
{{- end }}
{{- end }}
{{- end }}

{{/* What the proxy alone is told: sizes, times, the cache, the guards. */}}
{{- define "heliostat.env.gateway" -}}
{{- with .Values.proxy -}}
- name: SHUTDOWN_GRACE_MS
  value: {{ mul .graceSeconds 1000 | quote }}
- name: PROXY_MAX_BODY
  value: {{ .bodies.max | quote }}
- name: LOG_MAX_BODY
  value: {{ .bodies.maxLogged | quote }}
- name: LOG_REDACT_PII
  value: {{ .bodies.redactPii | quote }}
- name: PROXY_CONNECT_TIMEOUT_MS
  value: {{ mul .timeouts.connectSeconds 1000 | quote }}
- name: PROXY_FIRST_BYTE_TIMEOUT_MS
  value: {{ mul .timeouts.firstByteSeconds 1000 | quote }}
- name: PROXY_IDLE_TIMEOUT_MS
  value: {{ mul .timeouts.idleSeconds 1000 | quote }}
- name: CACHE_MAX_ENTRY
  value: {{ .cache.maxEntry | quote }}
- name: CACHE_MAX_BYTES
  value: {{ .cache.maxBytes | quote }}
- name: CACHE_FLIGHT_WAIT_MS
  value: {{ mul .cache.flightWaitSeconds 1000 | quote }}
{{- with .cache.redis }}
{{- if .url }}
- name: CACHE_REDIS_URL
  value: {{ .url | quote }}
{{- with .existingSecret }}
{{- if .name }}
{{ include "heliostat.env.secret" (dict "name" "CACHE_REDIS_PASSWORD" "secret" .name "key" .passwordKey) }}
{{- end }}
{{- end }}
{{- end }}
{{- end }}
{{- include "heliostat.env.server" (dict "name" "SEMANTIC_CACHE" "server" .cache.semantic) }}
- name: GUARD_TIMEOUT_MS
  value: {{ .guards.timeoutMs | quote }}
{{- include "heliostat.env.server" (dict "name" "LLM_SECURITY" "server" .guards.promptGuard) }}
{{- if .guards.promptGuard.url }}
- name: LLM_SECURITY_THRESHOLD
  value: {{ .guards.promptGuard.threshold | quote }}
{{- end }}
{{- include "heliostat.env.server" (dict "name" "LLM_SECURITY_ADVANCED" "server" .guards.llamaGuard) }}
- name: MODERATION
  value: {{ .guards.moderation.mode }}
{{- include "heliostat.env.server" (dict "name" "MODERATION" "server" .guards.moderation) }}
{{- end }}
{{- end }}

{{/* Addresses as people know them. */}}
{{- define "heliostat.env.publicUrls" -}}
- name: HELIOSTAT_PUBLIC_URL
  value: {{ .Values.publicUrl.web | default "http://localhost:3000" | quote }}
{{- with .Values.publicUrl.api }}
- name: JAWN_PUBLIC_URL
  value: {{ . | quote }}
{{- end }}
{{- with .Values.publicUrl.gateway }}
- name: PROXY_PUBLIC_URL
  value: {{ . | quote }}
{{- end }}
{{- end }}

{{/* Addresses and keys of providers: for the proxy, and for jawn, which says for which of them there is a key. */}}
{{- define "heliostat.env.providers" -}}
{{- range $id, $provider := .Values.providers }}
{{- $name := printf "PROVIDER_%s" ($id | upper | replace "-" "_") }}
{{- with $provider.baseUrl }}
- name: {{ $name }}_BASE_URL
  value: {{ . | quote }}
{{- end }}
{{- with $provider.tokenUrl }}
- name: {{ $name }}_TOKEN_URL
  value: {{ . | quote }}
{{- end }}
{{- with $provider.existingSecret }}
{{- if .name }}
{{ include "heliostat.env.secret" (dict "name" (printf "%s_API_KEY" $name) "secret" .name "key" .key) }}
{{- end }}
{{- end }}
{{- end }}
{{- end }}
