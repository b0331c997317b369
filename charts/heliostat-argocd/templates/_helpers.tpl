{{/* metadata of an object. (dict "root" $ "component" "project" "name" "heliostat") */}}
{{- define "argocd.metadata" -}}
name: {{ .name }}
namespace: {{ .root.Release.Namespace }}
labels:
  app.kubernetes.io/name: {{ .root.Chart.Name }}
  app.kubernetes.io/instance: {{ .root.Release.Name | quote }}
  app.kubernetes.io/component: {{ .component }}
  app.kubernetes.io/version: {{ .root.Chart.AppVersion | quote }}
  app.kubernetes.io/part-of: heliostat
  app.kubernetes.io/managed-by: {{ .root.Release.Service }}
  helm.sh/chart: {{ printf "%s-%s" .root.Chart.Name .root.Chart.Version | replace "+" "_" }}
  {{- with .root.Values.commonLabels }}
  {{- toYaml . | nindent 2 }}
  {{- end }}
{{- end }}

{{- define "argocd.destination" -}}
{{- with .root.Values.destination.name }}
name: {{ . }}
{{- else }}
server: {{ .root.Values.destination.server }}
{{- end }}
namespace: {{ .namespace }}
{{- end }}

{{- define "argocd.syncPolicy" -}}
{{- $sync := .root.Values.sync -}}
{{- if $sync.automated }}
automated:
  prune: {{ $sync.prune }}
  selfHeal: {{ $sync.selfHeal }}
{{- end }}
syncOptions:
  {{- toYaml (default $sync.options .options) | nindent 2 }}
{{- if and .namespaceLabels $sync.namespaceLabels }}
managedNamespaceMetadata:
  labels:
    {{- toYaml $sync.namespaceLabels | nindent 4 }}
{{- end }}
retry:
  limit: {{ $sync.retry.limit }}
  backoff:
    duration: {{ $sync.retry.duration }}
    factor: {{ $sync.retry.factor }}
    maxDuration: {{ $sync.retry.maxDuration }}
{{- end }}

{{/* The source of a chart, with values. (dict "root" $ "chart" "heliostat-core" "release" "heliostat-core" "valueFiles" list "values" dict) */}}
{{- define "argocd.source" -}}
repoURL: {{ .root.Values.source.repoURL }}
targetRevision: {{ .root.Values.source.targetRevision | quote }}
path: {{ .root.Values.source.path }}/{{ .chart }}
helm:
  releaseName: {{ .release }}
  {{- with .valueFiles }}
  valueFiles:
    {{- toYaml . | nindent 4 }}
  {{- end }}
  {{- with .values }}
  valuesObject:
    {{- toYaml . | nindent 4 }}
  {{- end }}
{{- end }}

{{/* Name of the project of the app of apps. */}}
{{- define "argocd.rootProject" -}}
{{- .Values.root.project | default (ternary (printf "%s-root" .Values.project.name) .Values.project.name .Values.project.create) -}}
{{- end }}

{{/*
  Rules by which Argo CD tells an Application's health, in Lua. Between its hooks and its first object an Application
  counts as healthy, so that the next wave would begin before anything is there: until a sync is through it does not.
*/}}
{{- define "argocd.healthCheck" -}}
local health = { status = "Progressing", message = "waits for its first sync" }
local status = obj.status or {}
if status.health ~= nil and status.health.status ~= nil then
  health.status = status.health.status
  health.message = status.health.message or ""
end
local phase = status.operationState ~= nil and status.operationState.phase or ""
local automated = obj.spec.syncPolicy ~= nil and obj.spec.syncPolicy.automated ~= nil
local synced = status.sync ~= nil and status.sync.status == "Synced"
if health.status == "Healthy" and (phase == "Running" or (automated and not synced)) then
  health.status = "Progressing"
  health.message = "is being synchronised"
end
return health
{{- end }}
