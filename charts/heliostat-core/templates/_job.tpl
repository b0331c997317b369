{{/* Jobs of the command line. */}}

{{/*
  A Job: a hook with a fixed name, or a plain one named by a hash of its spec, which is made anew when and only when
  what it does changes. Arguments: root, component, name, spec (YAML of the Job's spec); weight (of the hook).
*/}}
{{- define "heliostat.job" -}}
{{- $name := .name -}}
{{- $hook := and .weight .root.Values.migrations.useHook -}}
{{- if not $hook -}}
{{- $name = printf "%s-%s" $name (sha256sum .spec | trunc 8) -}}
{{- end -}}
apiVersion: batch/v1
kind: Job
metadata:
  {{- include "heliostat.metadata" (merge (dict "name" $name) .) | nindent 2 }}
  {{- if $hook }}
  annotations:
    {{- include "heliostat.hook" .weight | nindent 4 }}
  {{- end }}
spec:
  {{- .spec | nindent 2 }}
{{- end }}

{{/* Annotations of the hook's objects, or nothing where hooks are not used. */}}
{{- define "heliostat.hookObjects" -}}
{{- if .Values.migrations.useHook }}{{ include "heliostat.hook" "-30" }}{{ end -}}
{{- end }}

{{/*
  Pod template of a Job. Arguments: root, component, serviceAccount, args, env, resources; token, tmpSize, checksum (of
  a file that the Job reads), volumes and mounts (YAML of further ones).
*/}}
{{- define "heliostat.job.pod" -}}
metadata:
  labels:
    {{- include "heliostat.podLabels" . | nindent 4 }}
  {{- with .checksum }}
  annotations:
    checksum/config: {{ . }}
  {{- end }}
spec:
  restartPolicy: Never
  {{- include "heliostat.pod.identity" . | nindent 2 }}
  {{- with include "heliostat.pod.opsScheduling" .root }}
  {{- . | nindent 2 }}
  {{- end }}
  containers:
    - name: {{ .component }}
      {{- include "heliostat.container.base" (dict "root" .root "image" .root.Values.ops.image) | nindent 6 }}
      args:
        {{- toYaml .args | nindent 8 }}
      env:
        {{- include "heliostat.env.ops" .root | nindent 8 }}
        {{- with .env }}
        {{- . | nindent 8 }}
        {{- end }}
      resources:
        {{- toYaml .resources | nindent 8 }}
      volumeMounts:
        {{- include "heliostat.container.mounts" .root | nindent 8 }}
        {{- with .mounts }}
        {{- . | nindent 8 }}
        {{- end }}
  volumes:
    {{- include "heliostat.pod.volumes" (dict "root" .root "size" .tmpSize) | nindent 4 }}
    {{- with .volumes }}
    {{- . | nindent 4 }}
    {{- end }}
{{- end }}
