{{/* What pods share. */}}

{{/* Identity, images and security of every pod. Arguments: root, serviceAccount; token ("true": with a token of the API). */}}
{{- define "heliostat.pod.identity" -}}
serviceAccountName: {{ .serviceAccount }}
automountServiceAccountToken: {{ .token | default false }}
enableServiceLinks: false
{{- with .root.Values.imagePullSecrets }}
imagePullSecrets:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .root.Values.podSecurityContext }}
securityContext:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- end }}

{{/* Where an app's pods run. Arguments: root, component, hashLabel (the label that tells pods of two versions apart). */}}
{{- define "heliostat.pod.scheduling" -}}
{{- $values := index .root.Values .component -}}
terminationGracePeriodSeconds: {{ $values.terminationGracePeriodSeconds }}
{{- with $values.priorityClassName }}
priorityClassName: {{ . }}
{{- end }}
{{- with $values.nodeSelector }}
nodeSelector:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with $values.tolerations }}
tolerations:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with $values.affinity }}
affinity:
  {{- toYaml . | nindent 2 }}
{{- end }}
topologySpreadConstraints:
{{- if $values.topologySpreadConstraints }}
  {{- toYaml $values.topologySpreadConstraints | nindent 2 }}
{{- else }}
{{- $this := . }}
{{- range list "topology.kubernetes.io/zone" "kubernetes.io/hostname" }}
  - maxSkew: 1
    topologyKey: {{ . }}
    whenUnsatisfiable: ScheduleAnyway
    labelSelector:
      matchLabels:
        {{- include "heliostat.selectorLabels" $this | nindent 8 }}
    matchLabelKeys:
      - {{ $this.hashLabel }}
{{- end }}
{{- end }}
{{- end }}

{{/* Where the command line's pods run. */}}
{{- define "heliostat.pod.opsScheduling" -}}
{{- with .Values.ops.priorityClassName }}
priorityClassName: {{ . }}
{{- end }}
{{- with .Values.ops.nodeSelector }}
nodeSelector:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .Values.ops.tolerations }}
tolerations:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- end }}

{{/* Image and security of every container. Arguments: root, image. */}}
{{- define "heliostat.container.base" -}}
image: {{ include "heliostat.image" . }}
imagePullPolicy: {{ .image.pullPolicy | default "IfNotPresent" }}
terminationMessagePolicy: FallbackToLogsOnError
{{- with .root.Values.securityContext }}
securityContext:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- end }}

{{/* An app's probes; its port is called http. A store that is away must not restart a pod: only /healthz can. */}}
{{- define "heliostat.container.probes" -}}
{{- $probes := .Values.probes -}}
startupProbe:
  httpGet:
    path: /healthz
    port: http
  periodSeconds: {{ $probes.startup.periodSeconds }}
  timeoutSeconds: 2
  failureThreshold: {{ $probes.startup.failureThreshold }}
readinessProbe:
  httpGet:
    path: /readyz
    port: http
  periodSeconds: {{ $probes.readiness.periodSeconds }}
  timeoutSeconds: {{ $probes.readiness.timeoutSeconds }}
  failureThreshold: {{ $probes.readiness.failureThreshold }}
livenessProbe:
  httpGet:
    path: /healthz
    port: http
  periodSeconds: {{ $probes.liveness.periodSeconds }}
  timeoutSeconds: {{ $probes.liveness.timeoutSeconds }}
  failureThreshold: {{ $probes.liveness.failureThreshold }}
{{- end }}

{{/* Goes on serving for a moment after the request to stop, so that the endpoints are gone before the listener is. */}}
{{- define "heliostat.container.lifecycle" -}}
{{- if .Values.preStopSleepSeconds -}}
lifecycle:
  preStop:
{{- if semverCompare ">=1.30.0-0" .Capabilities.KubeVersion.Version }}
    sleep:
      seconds: {{ .Values.preStopSleepSeconds }}
{{- else }}
    exec:
      command: [node, -e, "setTimeout(() => {}, {{ mul .Values.preStopSleepSeconds 1000 }})"]
{{- end }}
{{- end }}
{{- end }}

{{/* Mounts of every container; the pod's volumes are heliostat.pod.volumes. */}}
{{- define "heliostat.container.mounts" -}}
- name: tmp
  mountPath: /tmp
{{- if .Values.caBundle.configMap }}
- name: ca
  mountPath: /etc/heliostat/ca
  readOnly: true
{{- end }}
{{- end }}

{{/* Arguments: root, size (of /tmp). */}}
{{- define "heliostat.pod.volumes" -}}
- name: tmp
  emptyDir:
    sizeLimit: {{ .size | default .root.Values.tmpSizeLimit }}
{{- with .root.Values.caBundle }}
{{- if .configMap }}
- name: ca
  configMap:
    name: {{ .configMap }}
    items:
      - key: {{ .key }}
        path: {{ .key }}
{{- end }}
{{- end }}
{{- end }}

{{/* A service account. Arguments: root, component, name, annotations; hook (annotations of a hook). */}}
{{- define "heliostat.serviceAccount" -}}
{{- $annotations := merge (dict) (.annotations | default dict) .root.Values.serviceAccount.annotations -}}
apiVersion: v1
kind: ServiceAccount
metadata:
  {{- include "heliostat.metadata" . | nindent 2 }}
  {{- if or $annotations .hook }}
  annotations:
    {{- with .hook }}
    {{- . | nindent 4 }}
    {{- end }}
    {{- with $annotations }}
    {{- toYaml . | nindent 4 }}
    {{- end }}
  {{- end }}
automountServiceAccountToken: false
{{- end }}

{{/* A component's disruption budget, where it has more than one pod. Arguments: root, component. */}}
{{- define "heliostat.podDisruptionBudget" -}}
{{- $budget := (index .root.Values .component).podDisruptionBudget -}}
{{- if and $budget.enabled (gt (include "heliostat.fewestPods" . | int) 1) (not (include "heliostat.paused" .)) -}}
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata:
  {{- include "heliostat.metadata" (merge (dict "name" (printf "%s-%s" (include "heliostat.fullname" .root) .component)) .) | nindent 2 }}
spec:
  maxUnavailable: {{ $budget.maxUnavailable }}
  # A pod that is not ready protects nothing; do not let it block a node's drain.
  unhealthyPodEvictionPolicy: AlwaysAllow
  selector:
    matchLabels:
      {{- include "heliostat.selectorLabels" . | nindent 6 }}
{{- end }}
{{- end }}

{{/* A component's HorizontalPodAutoscaler. Arguments: root, component, kind (of the workload). */}}
{{- define "heliostat.horizontalPodAutoscaler" -}}
{{- $name := printf "%s-%s" (include "heliostat.fullname" .root) .component -}}
{{- $autoscaling := (index .root.Values .component).autoscaling -}}
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata:
  {{- include "heliostat.metadata" (merge (dict "name" $name) .) | nindent 2 }}
spec:
  scaleTargetRef:
    apiVersion: apps/v1
    kind: {{ .kind }}
    name: {{ $name }}
  minReplicas: {{ $autoscaling.minReplicas }}
  maxReplicas: {{ $autoscaling.maxReplicas }}
  metrics:
    - type: Resource
      resource:
        name: cpu
        target:
          type: Utilization
          averageUtilization: {{ $autoscaling.targetCPUUtilizationPercentage }}
    {{- with .metrics }}
    {{- . | nindent 4 }}
    {{- end }}
  {{- with $autoscaling.behavior }}
  behavior:
    {{- toYaml . | nindent 4 }}
  {{- end }}
{{- end }}

{{/* The strategy of Deployments: a new pod is ready before an old one goes. */}}
{{- define "heliostat.rollingUpdate" -}}
type: RollingUpdate
rollingUpdate:
  maxUnavailable: 0
  maxSurge: 1
{{- end }}
