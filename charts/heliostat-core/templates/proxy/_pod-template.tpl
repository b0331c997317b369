{{/* The proxy's pod template, of its StatefulSet or its Deployment. Arguments: root, component, hashLabel. */}}
{{- define "heliostat.proxy.podTemplate" -}}
{{- $context := . }}
{{- with .root }}
metadata:
  labels:
    {{- include "heliostat.podLabels" $context | nindent 4 }}
    {{- with .Values.proxy.podLabels }}
    {{- toYaml . | nindent 4 }}
    {{- end }}
  {{- with .Values.proxy.podAnnotations }}
  annotations:
    {{- toYaml . | nindent 4 }}
  {{- end }}
spec:
  {{- include "heliostat.pod.identity" (dict "root" . "serviceAccount" (include "heliostat.serviceAccountName" $context)) | nindent 2 }}
  {{- include "heliostat.pod.scheduling" $context | nindent 2 }}
  containers:
    - name: proxy
      {{- include "heliostat.container.base" (dict "root" . "image" .Values.proxy.image) | nindent 6 }}
      ports:
        - name: http
          containerPort: 8787
      env:
        - name: PROXY_PORT
          value: '8787'
        - name: HELIOSTAT_DATA_DIR
          value: /data
        - name: HELIOSTAT_PROXY_WORKERS
          value: {{ .Values.proxy.workers | quote }}
        - name: SPOOL_MAX_BYTES
          value: {{ .Values.proxy.spool.maxBytes | quote }}
        - name: SPOOL_FULL
          value: {{ .Values.proxy.spool.full }}
        {{- include "heliostat.proxy.env.privateTargets" . | nindent 8 }}
        {{- include "heliostat.env.gateway" . | nindent 8 }}
        {{- with include "heliostat.env.models" . }}
        {{- . | nindent 8 }}
        {{- end }}
        {{- include "heliostat.env.common" . | nindent 8 }}
        {{- include "heliostat.env.publicUrls" . | nindent 8 }}
        {{- include "heliostat.env.postgres" . | nindent 8 }}
        {{- with include "heliostat.env.redis" . }}
        {{- . | nindent 8 }}
        {{- end }}
        {{- include "heliostat.env.objects" . | nindent 8 }}
        {{- include "heliostat.env.encryptionKey" . | nindent 8 }}
        {{- with include "heliostat.env.providers" . }}
        {{- . | trim | nindent 8 }}
        {{- end }}
        {{- with .Values.proxy.extraEnv }}
        {{- toYaml . | nindent 8 }}
        {{- end }}
      {{- include "heliostat.container.probes" . | nindent 6 }}
      {{- include "heliostat.container.lifecycle" . | nindent 6 }}
      resources:
        {{- toYaml .Values.proxy.resources | nindent 8 }}
      volumeMounts:
        - name: data
          mountPath: /data
        {{- include "heliostat.container.mounts" . | nindent 8 }}
        {{- with include "heliostat.models.mount" . }}
        {{- . | nindent 8 }}
        {{- end }}
        {{- with .Values.proxy.extraVolumeMounts }}
        {{- toYaml . | nindent 8 }}
        {{- end }}
  volumes:
    {{- if not .Values.proxy.spool.persistence.enabled }}
    - name: data
      emptyDir:
        sizeLimit: {{ .Values.proxy.spool.persistence.size }}
    {{- end }}
    {{- include "heliostat.pod.volumes" (dict "root" .) | nindent 4 }}
    {{- with include "heliostat.models.volume" . }}
    {{- . | nindent 4 }}
    {{- end }}
    {{- with .Values.proxy.extraVolumes }}
    {{- toYaml . | nindent 4 }}
    {{- end }}
{{- end }}
{{- end }}

{{/*
  Private hosts that may be targets: those of the values, and the test's own provider. jawn is told the same, and so
  takes no address into a provider key that the proxy would refuse.
*/}}
{{- define "heliostat.proxy.env.privateTargets" -}}
{{- $targets := .Values.proxy.allowedPrivateTargets -}}
{{- if include "heliostat.tests.enabled" . -}}
{{- $targets = append $targets (printf "%s:9099" (include "heliostat.tests.host" .)) -}}
{{- end -}}
{{- include "heliostat.env.privateTargets" (dict "allow" .Values.proxy.allowPrivateTargets "targets" $targets) -}}
{{- end }}
