{{/* Labels and annotations of a pod. (dict "root" $ "component" "postgres" "store" .Values.postgres "annotations" (dict …) "labels" (dict …)) */}}
{{- define "infra.podMetadata" -}}
# Without the chart's version: a store must not restart because a label changed.
labels:
  {{- include "infra.selectorLabels" . | nindent 2 }}
  app.kubernetes.io/part-of: heliostat
  {{- with .labels }}
  {{- toYaml . | nindent 2 }}
  {{- end }}
  {{- with .root.Values.commonLabels }}
  {{- toYaml . | nindent 2 }}
  {{- end }}
{{- with mergeOverwrite (dict) (.annotations | default dict) .store.podAnnotations }}
annotations:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- end }}

{{/* Changes when a ConfigMap's contents do, and not with its labels. (dict "root" $ "files" (list "/valkey/configmap.yaml")) */}}
{{- define "infra.checksum" -}}
{{- $root := .root -}}
{{- $data := list -}}
{{- range .files -}}
{{- $data = append $data (include (print $root.Template.BasePath .) $root | fromYaml).data -}}
{{- end -}}
{{- toJson $data | sha256sum -}}
{{- end }}

{{/* Annotations by which Prometheus finds metrics. (dict "root" $ "port" 9363 "path" "/metrics") */}}
{{- define "infra.scrape" -}}
{{- if .root.Values.metrics.annotations -}}
{{- dict "prometheus.io/scrape" "true" "prometheus.io/port" (toString .port) "prometheus.io/path" .path | toJson -}}
{{- else }}{}{{ end -}}
{{- end }}

{{/*
What the pods of all stores share. (dict "root" $ "component" "keeper" "store" .Values.keeper "spread" true
"antiAffinity" "hard" "antiAffinityLabels" (dict …)); the last three only for stores with several pods.
*/}}
{{- define "infra.podSettings" -}}
serviceAccountName: {{ .root.Values.fullnameOverride }}-stores
automountServiceAccountToken: false
# Kubernetes' variables of other Services (CLICKHOUSE_PORT=tcp://…) would be taken for settings.
enableServiceLinks: false
securityContext:
  {{- toYaml .store.podSecurityContext | nindent 2 }}
terminationGracePeriodSeconds: {{ .store.terminationGracePeriodSeconds }}
{{- with .root.Values.imagePullSecrets }}
imagePullSecrets:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .store.priorityClassName }}
priorityClassName: {{ . }}
{{- end }}
{{- with .store.nodeSelector }}
nodeSelector:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .store.tolerations }}
tolerations:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- if .store.affinity }}
affinity:
  {{- toYaml .store.affinity | nindent 2 }}
{{- else if and .antiAffinity (ne .antiAffinity "none") }}
{{- $labels := mergeOverwrite (include "infra.selectorLabels" . | fromYaml) (.antiAffinityLabels | default dict) }}
affinity:
  podAntiAffinity:
    {{- if eq .antiAffinity "hard" }}
    requiredDuringSchedulingIgnoredDuringExecution:
      - topologyKey: kubernetes.io/hostname
        labelSelector:
          matchLabels:
            {{- toYaml $labels | nindent 12 }}
    {{- else }}
    preferredDuringSchedulingIgnoredDuringExecution:
      - weight: 100
        podAffinityTerm:
          topologyKey: kubernetes.io/hostname
          labelSelector:
            matchLabels:
              {{- toYaml $labels | nindent 14 }}
    {{- end }}
{{- end }}
{{- if .store.topologySpreadConstraints }}
topologySpreadConstraints:
  {{- toYaml .store.topologySpreadConstraints | nindent 2 }}
{{- else if .spread }}
topologySpreadConstraints:
  - maxSkew: 1
    topologyKey: topology.kubernetes.io/zone
    whenUnsatisfiable: ScheduleAnyway
    labelSelector:
      matchLabels:
        {{- include "infra.selectorLabels" . | nindent 8 }}
{{- end }}
{{- end }}

{{/* Image, pull policy and what every container is denied. (dict "root" $ "image" .Values.x.image) */}}
{{- define "infra.container" -}}
image: {{ include "infra.image" . }}
{{- with .image.pullPolicy }}
imagePullPolicy: {{ . }}
{{- end }}
securityContext:
  {{- toYaml .root.Values.securityContext | nindent 2 }}
terminationMessagePolicy: FallbackToLogsOnError
{{- end }}

{{/*
A StatefulSet's claim "data", or nothing without persistence: then the pod has an emptyDir of that name
(infra.dataVolume). Its labels are the selector's: a claim template cannot be changed later.
*/}}
{{- define "infra.volumeClaim" -}}
{{- if .store.persistence.enabled }}
persistentVolumeClaimRetentionPolicy:
  whenDeleted: {{ .store.persistence.whenDeleted }}
  whenScaled: Retain
volumeClaimTemplates:
  - apiVersion: v1
    kind: PersistentVolumeClaim
    metadata:
      name: data
      labels:
        {{- include "infra.selectorLabels" . | nindent 8 }}
      {{- with .store.persistence.annotations }}
      annotations:
        {{- toYaml . | nindent 8 }}
      {{- end }}
    spec:
      accessModes: [ReadWriteOnce]
      {{- with .store.persistence.storageClass | default .root.Values.global.storageClass }}
      storageClassName: {{ . }}
      {{- end }}
      resources:
        requests:
          storage: {{ .store.persistence.size }}
{{- end }}
{{- end }}
{{- define "infra.dataVolume" -}}
{{- if not .store.persistence.enabled }}
- name: data
  emptyDir:
    sizeLimit: {{ .store.persistence.size }}
{{- end }}
{{- end }}

{{/* PodDisruptionBudget that lets one pod go at a time. (dict "root" $ "component" "x" "name" "…" "labels" (dict …)) */}}
{{- define "infra.pdb" -}}
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata:
  {{- include "infra.metadata" . | nindent 2 }}
spec:
  maxUnavailable: 1
  # A pod that is not ready anyway must not keep a node from being drained.
  unhealthyPodEvictionPolicy: AlwaysAllow
  selector:
    matchLabels:
      {{- include "infra.selectorLabels" . | nindent 6 }}
      {{- with .labels }}
      {{- toYaml . | nindent 6 }}
      {{- end }}
{{- end }}

{{/* ServiceMonitor. (dict "root" $ "component" "x" "name" "…" "path" "/metrics") */}}
{{- define "infra.serviceMonitor" -}}
apiVersion: monitoring.coreos.com/v1
kind: ServiceMonitor
metadata:
  {{- include "infra.metadata" . | nindent 2 }}
    {{- with .root.Values.metrics.serviceMonitor.labels }}
    {{- toYaml . | nindent 4 }}
    {{- end }}
spec:
  endpoints:
    - port: {{ .port | default "metrics" }}
      path: {{ .path | default "/metrics" }}
      interval: {{ .root.Values.metrics.serviceMonitor.interval }}
  selector:
    matchLabels:
      {{- include "infra.selectorLabels" . | nindent 6 }}
      heliostat/service: client
{{- end }}
