{{/*
  What the schema cannot see: values that contradict one another. Each fault is a line that begins with the path of
  the value and says what to do. All are told at once (validations.yaml).
*/}}

{{- define "heliostat.faults" -}}
{{ include "heliostat.faults.exposure" . }}
{{ include "heliostat.faults.scaling" . }}
{{ include "heliostat.faults.resources" . }}
{{ include "heliostat.faults.stores" . }}
{{ include "heliostat.faults.secrets" . }}
{{ include "heliostat.faults.gateway" . }}
{{ include "heliostat.faults.operations" . }}
{{- end }}

{{- define "heliostat.faults.exposure" -}}
{{- $values := .Values -}}
{{- if and $values.ingress.enabled $values.gatewayApi.enabled }}
gatewayApi.enabled: both ingress and gatewayApi are on; turn one of them off
{{- end }}
{{- if and $values.ingress.enabled (not (or $values.ingress.web.host $values.ingress.api.host $values.ingress.gateway.host)) }}
ingress.enabled: no host is given; set ingress.web.host and ingress.gateway.host, such as heliostat.example.com and gateway.heliostat.example.com
{{- end }}
{{- if $values.gatewayApi.enabled }}
{{- if not $values.gatewayApi.parentRefs }}
gatewayApi.parentRefs: empty; name the gateway, such as [{name: public, namespace: gateways}]
{{- end }}
{{- if not (or $values.gatewayApi.hosts.web $values.gatewayApi.hosts.api $values.gatewayApi.hosts.gateway) }}
gatewayApi.hosts: no host is given; set gatewayApi.hosts.web and gatewayApi.hosts.gateway
{{- end }}
{{- end }}
{{- $hosts := ternary (dict "web" $values.ingress.web.host "api" $values.ingress.api.host "gateway" $values.ingress.gateway.host) $values.gatewayApi.hosts $values.ingress.enabled }}
{{- $seen := dict }}
{{- range $name, $host := $hosts }}
{{- if and $host (hasKey $seen $host) }}
{{ ternary "ingress" "gatewayApi.hosts" $values.ingress.enabled }}.{{ $name }}{{ ternary ".host" "" $values.ingress.enabled }}: {{ $host }} serves {{ get $seen $host }} too, and only one would be reached; give each its own host
{{- end }}
{{- $_ := set $seen $host $name }}
{{- end }}
{{- range $host := list "web" "gateway" }}
{{- if and (include "heliostat.exposed" (dict "root" $ "host" $host)) (not (index $values.publicUrl $host)) }}
{{- $name := ternary (index $values.ingress $host).host (index $values.gatewayApi.hosts $host) $values.ingress.enabled }}
publicUrl.{{ $host }}: empty, while {{ $name }} is served; set it to the address that people use, such as https://{{ $name }}
{{- end }}
{{- end }}
{{- end }}

{{- define "heliostat.faults.scaling" -}}
{{- range $component := list "proxy" "jawn" "worker" "web" }}
{{- $context := dict "root" $ "component" $component }}
{{- $values := index $.Values $component }}
{{- $minimum := int $values.autoscaling.minReplicas }}
{{- $maximum := int $values.autoscaling.maxReplicas }}
{{- if include "heliostat.autoscaled" $context }}
{{- if gt $minimum $maximum }}
{{ $component }}.autoscaling.minReplicas: {{ $minimum }} is more than maxReplicas ({{ $maximum }}); lower it or raise the other
{{- end }}
{{- if not (dig "requests" "cpu" "" $values.resources) }}
{{ $component }}.resources.requests.cpu: not set, but the autoscaler goes by a share of it; set it, or turn {{ $component }}.autoscaling off
{{- end }}
{{- end }}
{{- $before := add (ternary 0 $.Values.preStopSleepSeconds (eq $component "worker") | int) ($.Values.drainSeconds | default 0 | int) ($values.graceSeconds | default 0 | int) }}
{{- if lt (int $values.terminationGracePeriodSeconds) (int (add $before 15)) }}
{{ $component }}.terminationGracePeriodSeconds: {{ $values.terminationGracePeriodSeconds }} is too short; {{ $before }} seconds go to preStopSleepSeconds{{ if eq $component "proxy" }}, drainSeconds and proxy.graceSeconds, and the spool needs{{ else }} and drainSeconds, and what is in flight needs{{ end }} 15 more; raise it to {{ add $before 15 }} or lower them
{{- end }}
{{- $budget := $values.podDisruptionBudget }}
{{- if and $budget.enabled (has (toString $budget.maxUnavailable) (list "0" "0%")) }}
{{ $component }}.podDisruptionBudget.maxUnavailable: {{ $budget.maxUnavailable }} would forbid that a node is ever drained; set 1 or more, or podDisruptionBudget.enabled: false
{{- end }}
{{- end }}
{{- $worker := .Values.worker.autoscaling }}
{{- if and (eq $worker.mode "keda") (not $worker.keda.prometheusUrl) }}
worker.autoscaling.keda.prometheusUrl: empty; KEDA asks Prometheus for the queue's depth, so give its address, or set worker.autoscaling.mode: hpa
{{- end }}
{{- $spool := .Values.proxy.spool }}
{{- if gt (include "heliostat.bytes" $spool.maxBytes | int64) (include "heliostat.bytes" $spool.persistence.size | int64) }}
proxy.spool.maxBytes: {{ $spool.maxBytes }} does not fit into proxy.spool.persistence.size ({{ $spool.persistence.size }}); lower it or give more room
{{- end }}
{{- end }}

{{/* Requests that exceed their limits: the API server would refuse the pods, one by one. */}}
{{- define "heliostat.faults.resources" -}}
{{- $all := dict "migrations" .Values.migrations.resources "backup" .Values.backup.resources "secrets" .Values.secrets.resources "reprocess" .Values.reprocess.resources }}
{{- range $component := list "proxy" "jawn" "worker" "web" }}
{{- $_ := set $all $component (index $.Values $component).resources }}
{{- end }}
{{- range $path, $resources := $all }}
{{- range $name, $request := $resources.requests | default dict }}
{{- $limit := get ($resources.limits | default dict) $name }}
{{- if and $request $limit (gt (include "heliostat.thousandths" $request | float64) (include "heliostat.thousandths" $limit | float64)) }}
{{ $path }}.resources.requests.{{ $name }}: {{ $request }} is more than {{ $path }}.resources.limits.{{ $name }} ({{ $limit }}); lower it or raise the other
{{- end }}
{{- end }}
{{- end }}
{{- with .Values.podSecurityContext }}
{{- if and .runAsNonRoot (eq (toString .runAsUser) "0") }}
podSecurityContext.runAsUser: 0 is root, which runAsNonRoot forbids; give another, or null where the namespace gives one (OpenShift)
{{- end }}
{{- end }}
{{- end }}

{{- define "heliostat.faults.stores" -}}
{{- with .Values.postgres }}
{{- if not .host }}
postgres.host: empty; give the host of PostgreSQL, such as heliostat-postgres
{{- end }}
{{- if not .existingSecret.name }}
postgres.existingSecret.name: empty; name the Secret that holds the password
{{- end }}
{{- end }}
{{- with .Values.clickhouse }}
{{- if eq .user .hqlUser }}
clickhouse.hqlUser: is clickhouse.user too, and tenants' SQL must not run as the owner of the tables; name another user
{{- end }}
{{- if and .sharded (not .cluster) }}
clickhouse.sharded: true without clickhouse.cluster; give the cluster's name as ClickHouse's configuration has it
{{- end }}
{{- if not .existingSecret.name }}
clickhouse.existingSecret.name: empty; name the Secret that holds the passwords of both users
{{- end }}
{{- end }}
{{- with .Values.redis }}
{{- if and .enabled (not .url) }}
redis.url: empty; give it, such as redis://heliostat-valkey:6379, or set redis.enabled: false to keep the queue in PostgreSQL
{{- end }}
{{- if contains "@" .url }}
redis.url: holds a password; put it into a Secret and name that as redis.existingSecret
{{- end }}
{{- end }}
{{- with .Values.proxy.cache.redis }}
{{- if and .url (not $.Values.redis.enabled) }}
proxy.cache.redis.url: is set, but redis.enabled is false; a cache of its own needs Redis for the rest of what is shared, too
{{- end }}
{{- if contains "@" .url }}
proxy.cache.redis.url: holds a password; put it into a Secret and name that as proxy.cache.redis.existingSecret
{{- end }}
{{- if and .existingSecret.name (not .url) }}
proxy.cache.redis.existingSecret.name: is set without proxy.cache.redis.url; give the server's address, or leave the Secret out
{{- end }}
{{- end }}
{{- with .Values.objects }}
{{- if not .endpoint }}
objects.endpoint: empty; give the S3 server's address, such as https://s3.eu-central-1.amazonaws.com
{{- end }}
{{- if not .bucket }}
objects.bucket: empty; name the bucket for request and response bodies
{{- end }}
{{- if and (eq .auth "keys") (not .existingSecret.name) }}
objects.existingSecret.name: empty; name the Secret that holds the access keys, or set objects.auth: iam
{{- end }}
{{- end }}
{{- end }}

{{- define "heliostat.faults.secrets" -}}
{{- $all := dict "postgres" .Values.postgres "clickhouse" .Values.clickhouse "redis" .Values.redis "objects" .Values.objects "backup" .Values.backup "secrets" .Values.secrets "owner" .Values.owner "tests" .Values.tests }}
{{- range $id, $provider := .Values.providers }}
{{- $_ := set $all (printf "providers.%s" $id) (dict "existingSecret" (merge (dict) ($provider.existingSecret | default dict) (dict "name" "" "key" ""))) }}
{{- end }}
{{- with .Values.proxy }}
{{- $all = merge $all (dict "proxy.cache.redis" .cache.redis "proxy.cache.semantic" .cache.semantic "proxy.guards.promptGuard" .guards.promptGuard "proxy.guards.llamaGuard" .guards.llamaGuard "proxy.guards.moderation" .guards.moderation) }}
{{- end }}
{{- range $path, $values := $all }}
{{- $secret := $values.existingSecret }}
{{- range $key, $name := $secret }}
{{- if and (ne $key "name") (not $name) (or $secret.name (has $path (list "secrets" "owner"))) }}
{{ $path }}.existingSecret.{{ $key }}: empty; name the key{{ with $secret.name }} in the Secret {{ . }}{{ end }}
{{- end }}
{{- end }}
{{- end }}
{{- if not .Values.secrets.create }}
{{- if not .Values.secrets.existingSecret.name }}
secrets.existingSecret.name: empty, while secrets.create is false; name a Secret with the installation's keys, or let the Job make it
{{- end }}
{{- if and .Values.owner.create (not .Values.owner.existingSecret.name) }}
owner.existingSecret.name: empty, while secrets.create is false; name a Secret with the owner's e-mail, password and API key, or set owner.create: false
{{- end }}
{{- end }}
{{- end }}

{{/* Most pods that the proxy may have. */}}
{{- define "heliostat.proxy.mostPods" -}}
{{- if .Values.proxy.autoscaling.enabled }}{{ .Values.proxy.autoscaling.maxReplicas }}{{ else }}{{ .Values.proxy.replicas }}{{ end -}}
{{- end }}

{{- define "heliostat.faults.gateway" -}}
{{- $proxy := .Values.proxy }}
{{- $pods := include "heliostat.proxy.mostPods" . | int }}
{{- if and (not .Values.redis.enabled) (gt $pods 1) }}
redis.enabled: false, while there may be {{ $pods }} proxies: each would count rate limits and cache replies for itself alone; set redis.enabled: true, or proxy.replicas: 1 and proxy.autoscaling.enabled: false
{{- end }}
{{- if gt (include "heliostat.bytes" $proxy.bodies.maxLogged | int64) (include "heliostat.bytes" $proxy.bodies.max | int64) }}
proxy.bodies.maxLogged: {{ $proxy.bodies.maxLogged }} is more than proxy.bodies.max ({{ $proxy.bodies.max }}), which nothing exceeds; lower it or raise the other
{{- end }}
{{- if gt (include "heliostat.bytes" $proxy.cache.maxEntry | int64) (include "heliostat.bytes" $proxy.cache.maxBytes | int64) }}
proxy.cache.maxEntry: {{ $proxy.cache.maxEntry }} does not fit into proxy.cache.maxBytes ({{ $proxy.cache.maxBytes }}); lower it or raise the other
{{- end }}
{{- with dig "limits" "memory" "" $proxy.resources }}
{{- $limit := include "heliostat.bytes" . | int64 }}
{{- if and (not $.Values.redis.enabled) (gt (include "heliostat.bytes" $proxy.cache.maxBytes | int64) (div $limit 2)) }}
proxy.cache.maxBytes: {{ $proxy.cache.maxBytes }} is more than half of proxy.resources.limits.memory ({{ . }}); lower it or raise the other
{{- end }}
{{- end }}
{{- if lt (int $proxy.timeouts.firstByteSeconds) (int $proxy.timeouts.connectSeconds) }}
proxy.timeouts.firstByteSeconds: {{ $proxy.timeouts.firstByteSeconds }} is less than proxy.timeouts.connectSeconds ({{ $proxy.timeouts.connectSeconds }}), so no call could wait that long for a connection; raise it
{{- end }}
{{- with $proxy.guards.moderation }}
{{- if and (eq .mode "local") .url }}
proxy.guards.moderation.url: {{ .url }} is never asked, since proxy.guards.moderation.mode is local; set mode: openai, or remove the url
{{- end }}
{{- end }}
{{- $servers := dict "proxy.cache.semantic" $proxy.cache.semantic "proxy.guards.promptGuard" $proxy.guards.promptGuard "proxy.guards.llamaGuard" $proxy.guards.llamaGuard "proxy.guards.moderation" $proxy.guards.moderation }}
{{- range $path, $server := $servers }}
{{- if and $server.existingSecret.name (not $server.url) }}
{{ $path }}.existingSecret.name: {{ $server.existingSecret.name }} is the key of a server that {{ $path }}.url does not name; give the url, or remove the Secret
{{- end }}
{{- end }}
{{- with .Values.models }}
{{- if and .config .existingConfigMap.name }}
models.existingConfigMap.name: {{ .existingConfigMap.name }}, while models.config is given too; keep one of them
{{- end }}
{{- $ids := list }}
{{- range .config.models }}
{{- if has .id $ids }}
models.config.models: the id {{ .id }} is there twice; put the endpoints of both into one
{{- end }}
{{- $ids = append $ids .id }}
{{- end }}
{{- end }}
{{- range $id, $provider := .Values.providers }}
{{- if and $provider.tokenUrl (ne $id "vertex") }}
providers.{{ $id }}.tokenUrl: only vertex asks for tokens; remove it
{{- end }}
{{- if not (or $provider.baseUrl $provider.tokenUrl (dig "existingSecret" "name" "" $provider)) }}
providers.{{ $id }}: neither baseUrl nor existingSecret.name is given; give one, or remove it
{{- end }}
{{- end }}
{{- $addresses := dict }}
{{- range $id, $provider := .Values.providers }}
{{- range $field := list "baseUrl" "tokenUrl" }}{{- $_ := set $addresses (printf "providers.%s.%s" $id $field) (get $provider $field | default "") }}{{- end }}
{{- end }}
{{- range $path, $server := $servers }}{{- $_ := set $addresses (printf "%s.url" $path) $server.url }}{{- end }}
{{- range $component := list "proxy" "worker" }}
{{- range $index, $target := (index $.Values $component).allowedPrivateTargets }}{{- $_ := set $addresses (printf "%s.allowedPrivateTargets[%d]" $component $index) $target }}{{- end }}
{{- end }}
{{- range $path, $address := $addresses }}
{{- $port := regexFind ":[0-9]+(/|$)" (regexReplaceAll "^[a-z]+://" $address "") | trimPrefix ":" | trimSuffix "/" }}
{{- if gt (int $port) 65535 }}
{{ $path }}: {{ $port }} is no port; write one from 1 to 65535
{{- end }}
{{- end }}
{{- $own := include "heliostat.ownSettings" $ | fromYaml }}
{{- range $owner := list "proxy" "jawn" "worker" "web" "migrations" "backup" }}
{{- range (index $.Values $owner).extraEnv }}
{{- $value := get $own .name }}
{{- if regexMatch "^PROVIDER_[A-Z0-9_]+_(BASE_URL|TOKEN_URL|API_KEY)$" .name }}
{{- $field := regexFind "(BASE_URL|TOKEN_URL|API_KEY)$" .name }}
{{- $id := .name | trimPrefix "PROVIDER_" | trimSuffix (printf "_%s" $field) | lower | replace "_" "-" }}
{{- $value = printf "providers.%s.%s" $id (get (dict "BASE_URL" "baseUrl" "TOKEN_URL" "tokenUrl" "API_KEY" "existingSecret") $field) }}
{{- end }}
{{- if $value }}
{{ $owner }}.extraEnv: {{ .name }} is set by the chart; use {{ $value }}
{{- else if hasKey $own .name }}
{{ $owner }}.extraEnv: {{ .name }} is set by the chart, and no other value would work; remove it
{{- end }}
{{- end }}
{{- end }}
{{- end }}

{{- define "heliostat.faults.operations" -}}
{{- with .Values.migrations }}
{{- if ge (int64 .waitSeconds) (int64 .activeDeadlineSeconds) }}
migrations.waitSeconds: {{ int64 .waitSeconds }} leaves no time to migrate before migrations.activeDeadlineSeconds ({{ int64 .activeDeadlineSeconds }}); lower it or raise the other
{{- end }}
{{- end }}
{{- $backup := .Values.backup }}
{{- if and (or $backup.enabled .Values.restore.enabled) (not $backup.bucket) }}
backup.bucket: empty; name the bucket, such as heliostat-backups, which the infrastructure chart makes
{{- end }}
{{- if $backup.enabled }}
{{- if not $backup.jobs }}
backup.jobs: empty, while backup.enabled is true; give at least one, such as {name: nightly, schedule: "30 2 * * *"}
{{- end }}
{{- $names := list }}
{{- range $backup.jobs }}
{{- if has .name $names }}
backup.jobs: the name {{ .name }} is there twice; give each job its own
{{- end }}
{{- $names = append $names .name }}
{{- end }}
{{- if and (ne $backup.bucket "") (eq $backup.bucket .Values.objects.bucket) (or (not $backup.endpoint) (eq $backup.endpoint .Values.objects.endpoint)) }}
backup.bucket: is the bucket of the bodies too; what deletes it would delete the backups; use another
{{- end }}
{{- end }}
{{- if .Values.restore.enabled }}
{{- if not $backup.enabled }}
restore.enabled: true, while backup.enabled is false; set backup.enabled: true and backup.bucket, so that it is known where backups are
{{- end }}
{{- if not .Values.restore.backup }}
restore.backup: empty; give a backup's id (heliostat backup list) or latest
{{- end }}
{{- end }}
{{- if .Values.reprocess.enabled }}
{{- if not .Values.reprocess.from }}
reprocess.from: empty; give the first day, such as 2026-01-31, or time, such as 2026-01-31T12:00
{{- end }}
{{- if .Values.restore.enabled }}
reprocess.enabled: true, while restore.enabled stops the workers that would do it; turn one of them off
{{- end }}
{{- end }}
{{- if semverCompare "<1.27.0-0" .Capabilities.KubeVersion.Version }}
Kubernetes {{ .Capabilities.KubeVersion.Version }} is too old; this chart needs 1.27 or later
{{- end }}
{{- end }}
