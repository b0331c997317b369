{{/* Names, labels, images and what pods share. */}}

{{/* Labels that select a component's pods. They must never change. (dict "root" $ "component" "grafana") */}}
{{- define "monitoring.selectorLabels" -}}
app.kubernetes.io/name: {{ .root.Chart.Name }}
app.kubernetes.io/instance: {{ .root.Release.Name | quote }}
app.kubernetes.io/component: {{ .component }}
{{- end }}

{{/* Labels of every object. (dict "root" $ "component" "grafana") */}}
{{- define "monitoring.labels" -}}
{{ include "monitoring.selectorLabels" . }}
app.kubernetes.io/version: {{ .root.Chart.AppVersion | quote }}
app.kubernetes.io/part-of: heliostat
app.kubernetes.io/managed-by: {{ .root.Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .root.Chart.Name .root.Chart.Version | replace "+" "_" }}
{{- with .root.Values.commonLabels }}
{{ toYaml . }}
{{- end }}
{{- end }}

{{/* metadata of an object. (dict "root" $ "component" "grafana" "name" "grafana") */}}
{{- define "monitoring.metadata" -}}
name: {{ .name }}
namespace: {{ .namespace | default .root.Release.Namespace }}
labels:
  {{- include "monitoring.labels" . | nindent 2 }}
{{- end }}

{{/* Reference of an image. (dict "root" $ "image" .Values.grafana.image) */}}
{{- define "monitoring.image" -}}
{{- $registry := .root.Values.global.imageRegistry | default .image.registry -}}
{{- with $registry }}{{ trimSuffix "/" . }}/{{ end -}}
{{- .image.repository -}}
{{- if .image.digest }}@{{ .image.digest }}{{ else }}:{{ .image.tag | default .root.Chart.AppVersion }}{{ end -}}
{{- end }}

{{/* Image and security settings of a container. (dict "root" $ "image" .Values.grafana.image) */}}
{{- define "monitoring.container" -}}
image: {{ include "monitoring.image" . }}
{{- with .image.pullPolicy }}
imagePullPolicy: {{ . }}
{{- end }}
securityContext:
  allowPrivilegeEscalation: false
  readOnlyRootFilesystem: true
  capabilities:
    drop: [ALL]
{{- end }}

{{/* Where a pod may run. (dict "root" $ "values" .Values.grafana) */}}
{{- define "monitoring.scheduling" -}}
{{- with .root.Values.imagePullSecrets }}
imagePullSecrets:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .values.nodeSelector }}
nodeSelector:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .values.tolerations }}
tolerations:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .values.affinity }}
affinity:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .values.priorityClassName }}
priorityClassName: {{ . }}
{{- end }}
{{- end }}

{{/* "true" where the Prometheus operator gets its objects. */}}
{{- define "monitoring.operator" -}}
{{- $mode := .Values.operator.enabled -}}
{{- if or (eq $mode "always") (and (eq $mode "auto") (.Capabilities.APIVersions.Has "monitoring.coreos.com/v1")) -}}true{{- end -}}
{{- end }}

{{- define "monitoring.storesNamespace" -}}
{{- .Values.targets.stores.namespace | default .Values.targets.namespace -}}
{{- end }}

{{/* Namespaces that are watched, as a JSON list without doubles. */}}
{{- define "monitoring.namespaces" -}}
{{- $all := list .Values.targets.namespace -}}
{{- if .Values.targets.stores.enabled }}{{ $all = append $all (include "monitoring.storesNamespace" .) }}{{ end -}}
{{- $all | uniq | toJson -}}
{{- end }}

{{- define "monitoring.grafanaSecret" -}}
{{- .Values.grafana.existingSecret.name | default "grafana" -}}
{{- end }}
