{{/* Environment of Jobs that read or write backups. Argument: the root. */}}
{{- define "heliostat.backup.jobEnv" -}}
{{ include "heliostat.env.stores" . }}
{{ include "heliostat.env.backup" . }}
{{- with .Values.backup.extraEnv }}
{{ toYaml . }}
{{- end }}
{{- end }}

{{/* What those Jobs may reach. */}}
{{- define "heliostat.backup.egress" -}}
{{ include "heliostat.network.dns" . }}
{{ include "heliostat.network.toStores" . }}
{{- with include "heliostat.network.toBackup" . }}
{{ . }}
{{- end }}
{{- with .Values.backup.extraEgress }}
{{ toYaml . }}
{{- end }}
{{- end }}
