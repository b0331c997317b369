{{/* Names, labels and images. The other partials: _env.tpl (environment), _pod.tpl (what pods share), _network.tpl. */}}

{{/* First part of every name. */}}
{{- define "heliostat.fullname" -}}
{{- default .Release.Name .Values.fullnameOverride | trunc 40 | trimSuffix "-" -}}
{{- end }}

{{/* Labels that select a component's pods. Arguments: root, component. They must never change. */}}
{{- define "heliostat.selectorLabels" -}}
app.kubernetes.io/name: {{ .root.Chart.Name }}
app.kubernetes.io/instance: {{ .root.Release.Name | quote }}
app.kubernetes.io/component: {{ .component }}
{{- end }}

{{/* Labels of every object. Arguments: root, component. */}}
{{- define "heliostat.labels" -}}
{{ include "heliostat.selectorLabels" . }}
app.kubernetes.io/version: {{ .root.Chart.AppVersion | quote }}
app.kubernetes.io/part-of: heliostat
app.kubernetes.io/managed-by: {{ .root.Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .root.Chart.Name .root.Chart.Version | replace "+" "_" }}
{{- with .root.Values.commonLabels }}
{{ toYaml . }}
{{- end }}
{{- end }}

{{/* Labels of pods: without the chart's version, which alone is no reason to restart them. Arguments: root, component. */}}
{{- define "heliostat.podLabels" -}}
{{ include "heliostat.selectorLabels" . }}
app.kubernetes.io/version: {{ .root.Chart.AppVersion | quote }}
app.kubernetes.io/part-of: heliostat
app.kubernetes.io/managed-by: {{ .root.Release.Service }}
{{- with .root.Values.commonLabels }}
{{ toYaml . }}
{{- end }}
{{- end }}

{{/* metadata of an object. Arguments: root, component, name. */}}
{{- define "heliostat.metadata" -}}
name: {{ .name }}
namespace: {{ .root.Release.Namespace }}
labels:
  {{- include "heliostat.labels" . | nindent 2 }}
{{- end }}

{{/* Reference of an image. Arguments: root, image. */}}
{{- define "heliostat.image" -}}
{{- $registry := .root.Values.global.imageRegistry | default .image.registry -}}
{{- with $registry }}{{ trimSuffix "/" . }}/{{ end -}}
{{- .image.repository -}}
{{- if .image.digest }}@{{ .image.digest }}{{ else }}:{{ .image.tag | default .root.Chart.AppVersion }}{{ end -}}
{{- end }}

{{/* Annotations of a hook before an install or upgrade. Argument: the weight. Argo CD takes them for a PreSync hook. */}}
{{- define "heliostat.hook" -}}
helm.sh/hook: pre-install,pre-upgrade
helm.sh/hook-weight: {{ . | quote }}
helm.sh/hook-delete-policy: before-hook-creation,hook-succeeded
{{- end }}

{{/* Name of a component's service account. Arguments: root, component. */}}
{{- define "heliostat.serviceAccountName" -}}
{{- $account := (index .root.Values .component).serviceAccount -}}
{{- $account.name | default (printf "%s-%s" (include "heliostat.fullname" .root) .component) -}}
{{- end }}

{{/* Name of the Secret with the installation's own keys. */}}
{{- define "heliostat.secretsName" -}}
{{- .Values.secrets.existingSecret.name | default (printf "%s-secrets" (include "heliostat.fullname" .)) -}}
{{- end }}

{{/* Name of the Secret with the first owner. */}}
{{- define "heliostat.ownerName" -}}
{{- .Values.owner.existingSecret.name | default (printf "%s-owner" (include "heliostat.fullname" .)) -}}
{{- end }}

{{/*
  "true" for a component that stands still during a restore. The proxy goes on serving from its spool and its cache of
  keys; but where PostgreSQL holds the queue too, it would write into what is being restored.
  Arguments: root, component.
*/}}
{{- define "heliostat.paused" -}}
{{- if .root.Values.restore.enabled -}}
{{- if or (has .component (list "jawn" "worker")) (and (eq .component "proxy") (not .root.Values.redis.enabled)) -}}
true
{{- end -}}
{{- end -}}
{{- end }}

{{/* "true" where an autoscaler owns the number of pods. Arguments: root, component. */}}
{{- define "heliostat.autoscaled" -}}
{{- $autoscaling := (index .root.Values .component).autoscaling -}}
{{- if not (include "heliostat.paused" .) -}}
{{- if or $autoscaling.enabled (has $autoscaling.mode (list "hpa" "keda")) -}}true{{- end -}}
{{- end -}}
{{- end }}

{{/* Fewest pods that a component has. Arguments: root, component. */}}
{{- define "heliostat.fewestPods" -}}
{{- $values := index .root.Values .component -}}
{{- if include "heliostat.autoscaled" . }}{{ $values.autoscaling.minReplicas }}{{ else }}{{ $values.replicas }}{{ end -}}
{{- end }}

{{/* Thousandths of a quantity, so that 500m and 0.5 can be compared. Argument: the quantity. */}}
{{- define "heliostat.thousandths" -}}
{{- $text := toString . -}}
{{- if regexMatch "^[0-9.]+m$" $text }}{{ trimSuffix "m" $text }}{{ else if regexMatch "^[0-9.]+$" $text }}{{ mulf (float64 $text) 1000 }}{{ else }}{{ mulf (include "heliostat.bytes" $text | float64) 1000 }}{{ end -}}
{{- end }}

{{/* Bytes of a size: a Kubernetes quantity (10Gi, 500M) or one of ours (8GB, 512KiB). Argument: the size. */}}
{{- define "heliostat.bytes" -}}
{{- $text := toString . -}}
{{- $number := regexFind "^[0-9]+(\\.[0-9]+)?" $text | float64 -}}
{{- $unit := regexReplaceAll "^[0-9.]+ *" $text "" | lower | trimSuffix "b" -}}
{{- $factor := get (dict "" 1 "k" 1000 "m" 1000000 "g" 1000000000 "t" 1000000000000 "ki" 1024 "mi" 1048576 "gi" 1073741824 "ti" 1099511627776) $unit | default 1 -}}
{{- mulf $number $factor | int64 -}}
{{- end }}
