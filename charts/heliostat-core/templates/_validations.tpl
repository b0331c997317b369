{{/*
  What the schema cannot see: values that contradict one another. Each fault is a line that begins with the path of
  the value and says what to do. All are told at once (validations.yaml).
*/}}

{{- define "heliostat.faults" -}}
{{ include "heliostat.faults.exposure" . }}
{{ include "heliostat.faults.scaling" . }}
{{ include "heliostat.faults.stores" . }}
{{ include "heliostat.faults.secrets" . }}
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
{{- $before := add (ternary 0 $.Values.preStopSleepSeconds (eq $component "worker") | int) ($.Values.drainSeconds | default 0 | int) }}
{{- if lt (int $values.terminationGracePeriodSeconds) (int (add $before 15)) }}
{{ $component }}.terminationGracePeriodSeconds: {{ $values.terminationGracePeriodSeconds }} is too short; {{ $before }} seconds go to preStopSleepSeconds and drainSeconds, and what is in flight needs 15 more
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

{{- define "heliostat.faults.operations" -}}
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
{{- if semverCompare "<1.27.0-0" .Capabilities.KubeVersion.Version }}
Kubernetes {{ .Capabilities.KubeVersion.Version }} is too old; this chart needs 1.27 or later
{{- end }}
{{- end }}
