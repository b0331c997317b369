{{/*
Annotations of a hook. Helm runs it before each install and upgrade, Argo CD before each sync (it takes them for PreSync),
so that what it does can be done any number of times. A Job that failed stays, with its log.
*/}}
{{- define "infra.hook" -}}
annotations:
  helm.sh/hook: pre-install,pre-upgrade
  helm.sh/hook-weight: {{ .weight | quote }}
  helm.sh/hook-delete-policy: before-hook-creation,hook-succeeded
{{- end }}

{{/* Which Secrets the Job makes where they are absent, as JSON. */}}
{{- define "infra.secretsSpec" -}}
{{- $labels := dict "app.kubernetes.io/part-of" "heliostat" "app.kubernetes.io/instance" .Release.Name -}}
{{- $password := dict "generate" "hex" "bytes" 24 -}}
{{- $spec := list -}}
{{- with .Values.postgres -}}
{{- if and .enabled (not .existingSecret.name) -}}
{{- $keys := dict .existingSecret.passwordKey $password -}}
{{- if eq .mode "cloudnative-pg" -}}
{{- $_ := set $keys "username" (dict "value" .user) -}}
{{- end -}}
{{- $spec = append $spec (dict "name" (include "infra.secretName" (dict "root" $ "store" "postgres")) "labels" $labels "keys" $keys) -}}
{{- end -}}
{{- end -}}
{{- with .Values.clickhouse -}}
{{- if and .enabled (not .existingSecret.name) -}}
{{- $keys := dict .existingSecret.passwordKey $password .existingSecret.hqlPasswordKey $password -}}
{{- if .cluster.enabled -}}
{{- $_ := set $keys .existingSecret.clusterSecretKey $password -}}
{{- end -}}
{{- $spec = append $spec (dict "name" (include "infra.secretName" (dict "root" $ "store" "clickhouse")) "labels" $labels "keys" $keys) -}}
{{- end -}}
{{- end -}}
{{- with .Values.minio -}}
{{- if and .enabled (not .existingSecret.name) -}}
{{- $keys := dict .existingSecret.accessKeyKey (dict "generate" "password" "length" 20) .existingSecret.secretKeyKey $password -}}
{{- $spec = append $spec (dict "name" (include "infra.secretName" (dict "root" $ "store" "minio")) "labels" $labels "keys" $keys) -}}
{{- end -}}
{{- end -}}
{{- with .Values.valkey -}}
{{- if and .enabled (not .existingSecret.name) -}}
{{- $spec = append $spec (dict "name" (include "infra.secretName" (dict "root" $ "store" "valkey")) "labels" $labels "keys" (dict .existingSecret.passwordKey $password)) -}}
{{- end -}}
{{- end -}}
{{- toPrettyJson $spec -}}
{{- end }}

{{/* One kept StatefulSet of the guard's file. (dict "root" $ "name" "…" "store" .Values.x) */}}
{{- define "infra.guardSet" -}}
{{- $set := dict "name" .name -}}
{{- if .store.persistence.enabled -}}
{{- $claim := dict "size" (toString .store.persistence.size) -}}
{{- with .store.persistence.storageClass | default .root.Values.global.storageClass -}}
{{- $_ := set $claim "storageClass" . -}}
{{- end -}}
{{- $_ := set $set "claim" $claim -}}
{{- end -}}
{{- with .replicas -}}
{{- $_ := set $set "replicas" (int .) -}}
{{- end -}}
{{- toJson $set -}}
{{- end }}

{{/* What this release keeps data in from now on, as JSON: `heliostat guard` compares it with what the cluster has. */}}
{{- define "infra.guardSpec" -}}
{{- $full := .Values.fullnameOverride -}}
{{- $postgres := dict "store" "postgres" "statefulSets" list -}}
{{- if include "infra.builtinPostgres" . -}}
{{- $_ := set $postgres "statefulSets" (list (include "infra.guardSet" (dict "root" . "name" (printf "%s-postgres" $full) "store" .Values.postgres) | fromJson)) -}}
{{- if not .Values.postgres.existingSecret.name -}}
{{- $_ := set $postgres "passwordIn" (include "infra.secretName" (dict "root" . "store" "postgres")) -}}
{{- end -}}
{{- end -}}
{{- $_ := set $postgres "cloudNativePg" (and .Values.postgres.enabled (eq .Values.postgres.mode "cloudnative-pg")) -}}
{{- $clickhouse := dict "store" "clickhouse" "statefulSets" list -}}
{{- if .Values.clickhouse.enabled -}}
{{- $sets := list -}}
{{- range include "infra.clickhouseSets" . | fromJsonArray -}}
{{- $sets = append $sets (include "infra.guardSet" (dict "root" $ "name" . "store" $.Values.clickhouse) | fromJson) -}}
{{- end -}}
{{- $_ := set $clickhouse "statefulSets" $sets -}}
{{- end -}}
{{- $keeper := dict "store" "keeper" "statefulSets" list -}}
{{- if include "infra.keeper" . -}}
{{- $_ := set $keeper "statefulSets" (list (include "infra.guardSet" (dict "root" . "name" (printf "%s-keeper" $full) "store" .Values.keeper) | fromJson)) -}}
{{- end -}}
{{- $minio := dict "store" "minio" "statefulSets" list -}}
{{- if .Values.minio.enabled -}}
{{- $replicas := ternary (int .Values.minio.replicas) 1 (eq .Values.minio.mode "distributed") -}}
{{- $_ := set $minio "statefulSets" (list (include "infra.guardSet" (dict "root" . "name" (printf "%s-minio" $full) "store" .Values.minio "replicas" $replicas) | fromJson)) -}}
{{- end -}}
{{- $valkey := dict "store" "valkey" "statefulSets" list -}}
{{- if .Values.valkey.enabled -}}
{{- $_ := set $valkey "statefulSets" (list (include "infra.guardSet" (dict "root" . "name" (printf "%s-valkey" $full) "store" .Values.valkey) | fromJson)) -}}
{{- end -}}
{{- dict
  "selector" (printf "app.kubernetes.io/name=%s,app.kubernetes.io/instance=%s" .Chart.Name .Release.Name)
  "allowDataLoss" .Values.upgrade.allowDataLoss
  "stores" (list $postgres $clickhouse $keeper $minio $valkey)
  | toPrettyJson -}}
{{- end }}

{{/* Pod of a Job of the command line. (dict "root" $ "component" "secrets" "name" "…" "args" (list …)) */}}
{{- define "infra.opsPod" -}}
metadata:
  labels:
    {{- include "infra.labels" . | nindent 4 }}
spec:
  restartPolicy: Never
  serviceAccountName: {{ .name }}
  enableServiceLinks: false
  securityContext:
    {{- toYaml .root.Values.ops.podSecurityContext | nindent 4 }}
  {{- with .root.Values.imagePullSecrets }}
  imagePullSecrets:
    {{- toYaml . | nindent 4 }}
  {{- end }}
  {{- with .root.Values.ops.nodeSelector }}
  nodeSelector:
    {{- toYaml . | nindent 4 }}
  {{- end }}
  {{- with .root.Values.ops.tolerations }}
  tolerations:
    {{- toYaml . | nindent 4 }}
  {{- end }}
  containers:
    - name: {{ .component }}
      {{- include "infra.container" (dict "root" .root "image" .root.Values.ops.image) | nindent 6 }}
      args:
        {{- toYaml .args | nindent 8 }}
      env:
        - name: HELIOSTAT_NAMESPACE
          valueFrom:
            fieldRef:
              fieldPath: metadata.namespace
      resources:
        {{- toYaml .root.Values.ops.resources | nindent 8 }}
      volumeMounts:
        - name: spec
          mountPath: /spec
          readOnly: true
        - name: tmp
          mountPath: /tmp
  volumes:
    - name: spec
      configMap:
        name: {{ .name }}
    - name: tmp
      emptyDir:
        sizeLimit: 64Mi
{{- end }}

{{/* All that a Job before an install or upgrade consists of, save its Role's rules and its file. */}}
{{- define "infra.hookJob" -}}
{{- $hook := include "infra.hook" (dict "weight" .objectsWeight) -}}
apiVersion: v1
kind: ServiceAccount
metadata:
  {{- include "infra.metadata" . | nindent 2 }}
  {{- $hook | nindent 2 }}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata:
  {{- include "infra.metadata" . | nindent 2 }}
  {{- $hook | nindent 2 }}
rules:
  {{- .rules | nindent 2 }}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata:
  {{- include "infra.metadata" . | nindent 2 }}
  {{- $hook | nindent 2 }}
roleRef:
  apiGroup: rbac.authorization.k8s.io
  kind: Role
  name: {{ .name }}
subjects:
  - kind: ServiceAccount
    name: {{ .name }}
    namespace: {{ .root.Release.Namespace }}
---
apiVersion: v1
kind: ConfigMap
metadata:
  {{- include "infra.metadata" . | nindent 2 }}
  {{- $hook | nindent 2 }}
data:
  {{ .file }}: |
    {{- .text | nindent 4 }}
{{- if .root.Values.networkPolicy.enabled }}
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  {{- include "infra.metadata" . | nindent 2 }}
  {{- $hook | nindent 2 }}
spec:
  podSelector:
    matchLabels:
      {{- include "infra.selectorLabels" . | nindent 6 }}
  policyTypes: [Ingress, Egress]
  egress:
    {{- include "infra.dnsEgress" . | nindent 4 }}
    - to:
        {{- toYaml .root.Values.networkPolicy.apiServer | nindent 8 }}
      ports:
        - port: 443
        - port: 6443
{{- end }}
---
apiVersion: batch/v1
kind: Job
metadata:
  {{- include "infra.metadata" . | nindent 2 }}
  {{- include "infra.hook" (dict "weight" .weight) | nindent 2 }}
spec:
  backoffLimit: {{ .backoffLimit }}
  activeDeadlineSeconds: 300
  template:
    {{- include "infra.opsPod" . | nindent 4 }}
{{- end }}

{{/* What the guard may look at. */}}
{{- define "infra.guardRules" -}}
- apiGroups: [apps]
  resources: [statefulsets]
  verbs: [list]
- apiGroups: ['']
  resources: [persistentvolumeclaims]
  verbs: [list]
- apiGroups: [postgresql.cnpg.io]
  resources: [clusters]
  verbs: [list]
- apiGroups: ['']
  resources: [secrets]
  verbs: [get]
  resourceNames: [{{ include "infra.secretName" (dict "root" . "store" "postgres") }}]
{{- end }}

{{/* What the Job may do that makes Secrets: `create` cannot be bound to names. */}}
{{- define "infra.secretsRules" -}}
- apiGroups: ['']
  resources: [secrets]
  verbs: [create]
- apiGroups: ['']
  resources: [secrets]
  verbs: [get, patch]
  resourceNames:
    {{- range include "infra.secretsSpec" . | fromJsonArray }}
    - {{ .name }}
    {{- end }}
{{- end }}
