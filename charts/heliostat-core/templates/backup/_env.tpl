{{/* Environment of Jobs that read or write backups. Argument: the root. */}}
{{- define "heliostat.backup.jobEnv" -}}
{{ include "heliostat.env.stores" . }}
{{ include "heliostat.env.backup" . }}
- name: CLICKHOUSE_BACKUP
  value: {{ .Values.backup.clickhouseMethod }}
{{- with .Values.backup.extraEnv }}
{{ toYaml . }}
{{- end }}
{{- end }}

{{/* What those Jobs may reach: the queue is no part of a backup. */}}
{{- define "heliostat.backup.egress" -}}
{{ include "heliostat.network.dns" . }}
{{ include "heliostat.network.toPostgres" . }}
{{ include "heliostat.network.toClickhouse" . }}
{{ include "heliostat.network.toObjects" . }}
{{- with include "heliostat.network.toBackup" . }}
{{ . }}
{{- end }}
{{- with .Values.backup.extraEgress }}
{{ toYaml . }}
{{- end }}
{{- end }}
