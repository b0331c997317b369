{{/* The installation's own models: a file that the apps look at every five seconds. */}}

{{/* Key of the ConfigMap, which is the file's name; empty where there is none. */}}
{{- define "heliostat.models.key" -}}
{{- if .Values.models.existingConfigMap.name }}{{ .Values.models.existingConfigMap.key }}{{ else if .Values.models.config }}models.json{{ end -}}
{{- end }}

{{/* The whole folder is mounted: a file by subPath would never change in a running pod. */}}
{{- define "heliostat.models.mount" -}}
{{- if include "heliostat.models.key" . -}}
- name: models
  mountPath: /etc/heliostat/models
  readOnly: true
{{- end }}
{{- end }}

{{- define "heliostat.models.volume" -}}
{{- if include "heliostat.models.key" . -}}
- name: models
  configMap:
    name: {{ .Values.models.existingConfigMap.name | default (printf "%s-models" (include "heliostat.fullname" .)) }}
{{- end }}
{{- end }}
