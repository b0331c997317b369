{{/* Labels that selectors use. Never changed: selectors of a StatefulSet cannot be. (dict "root" $ "component" "postgres") */}}
{{- define "infra.selectorLabels" -}}
app.kubernetes.io/name: {{ .root.Chart.Name }}
app.kubernetes.io/instance: {{ .root.Release.Name }}
app.kubernetes.io/component: {{ .component }}
{{- end }}

{{/* Labels of an object. (dict "root" $ "component" "postgres") */}}
{{- define "infra.labels" -}}
{{ include "infra.selectorLabels" . }}
app.kubernetes.io/part-of: heliostat
app.kubernetes.io/version: {{ .root.Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .root.Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .root.Chart.Name (.root.Chart.Version | replace "+" "_") }}
{{- with .root.Values.commonLabels }}
{{ toYaml . }}
{{- end }}
{{- end }}

{{/* Metadata of an object. (dict "root" $ "component" "postgres" "name" "…") */}}
{{- define "infra.metadata" -}}
name: {{ .name }}
namespace: {{ .root.Release.Namespace }}
labels:
  {{- include "infra.labels" . | nindent 2 }}
{{- end }}

{{/* Reference of an image. (dict "root" $ "image" .Values.x.image) */}}
{{- define "infra.image" -}}
{{- $registry := .root.Values.global.imageRegistry | default .image.registry -}}
{{- if $registry }}{{ trimSuffix "/" $registry }}/{{ end }}{{ .image.repository }}
{{- if .image.digest }}@{{ .image.digest }}{{ else }}:{{ .image.tag | default .root.Chart.AppVersion }}{{ end }}
{{- end }}

{{/* Name of a store's Secret. (dict "root" $ "store" "postgres") */}}
{{- define "infra.secretName" -}}
{{- (index .root.Values .store).existingSecret.name | default (printf "%s-%s" .root.Values.fullnameOverride .store) -}}
{{- end }}

{{/* An environment variable from a store's Secret. (dict "root" $ "store" "postgres" "name" "X" "key" "passwordKey") */}}
{{- define "infra.secretEnv" -}}
- name: {{ .name }}
  valueFrom:
    secretKeyRef:
      name: {{ include "infra.secretName" . }}
      key: {{ index (index .root.Values .store).existingSecret .key }}
{{- end }}

{{/* A number as YAML gave it: whole ones without an exponent. */}}
{{- define "infra.scalar" -}}
{{- if and (kindIs "float64" .) (eq . (floor .)) }}{{ int64 . }}{{ else }}{{ . }}{{ end -}}
{{- end }}

{{/* Whether a StatefulSet of PostgreSQL, or a Keeper, is part of the release; empty means no. */}}
{{- define "infra.builtinPostgres" -}}
{{- if and .Values.postgres.enabled (eq .Values.postgres.mode "builtin") }}yes{{ end -}}
{{- end }}
{{- define "infra.keeper" -}}
{{- if and .Values.clickhouse.enabled .Values.clickhouse.cluster.enabled (not .Values.keeper.external) }}yes{{ end -}}
{{- end }}

{{/* StorageClass of a store's volumes; empty is the cluster's default. (dict "root" $ "store" "postgres") */}}
{{- define "infra.storageClass" -}}
{{- (index .root.Values .store).persistence.storageClass | default .root.Values.global.storageClass -}}
{{- end }}

{{/* Names of ClickHouse's StatefulSets, one a shard, as a JSON list. */}}
{{- define "infra.clickhouseSets" -}}
{{- $name := printf "%s-clickhouse" .Values.fullnameOverride -}}
{{- $sets := list $name -}}
{{- if .Values.clickhouse.cluster.enabled -}}
{{- $sets = list -}}
{{- range $shard := until (int .Values.clickhouse.cluster.shards) -}}
{{- $sets = append $sets (printf "%s-s%d" $name $shard) -}}
{{- end -}}
{{- end -}}
{{- toJson $sets -}}
{{- end }}

{{/*
  Thousandths of a size, so that 500m and 0.5 can be compared: a Kubernetes quantity, or one as PostgreSQL (256MB) and
  Valkey (256mb) write it, whose units are powers of 1024.
*/}}
{{- define "infra.thousandths" -}}
{{- $text := toString . -}}
{{- $number := regexFind "^[0-9]+([.][0-9]+)?" $text | float64 -}}
{{- $unit := regexReplaceAll "^[0-9.]+ *" $text "" -}}
{{- $factors := dict "" 1000 "m" 1 "k" 1000000 "M" 1000000000 "G" 1000000000000 "T" 1000000000000000 "Ki" 1024000 "Mi" 1048576000 "Gi" 1073741824000 "Ti" 1099511627776000 "kb" 1024000 "kB" 1024000 "mb" 1048576000 "MB" 1048576000 "gb" 1073741824000 "GB" 1073741824000 "TB" 1099511627776000 "tb" 1099511627776000 -}}
{{- mulf $number (get $factors $unit | default 1000) -}}
{{- end }}
