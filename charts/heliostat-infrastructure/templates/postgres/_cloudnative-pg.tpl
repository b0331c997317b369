{{/* Where backups go. (dict "root" $ "backup" .Values.postgres.cloudnativePg.backup) */}}
{{- define "infra.cnpgObjectStore" -}}
destinationPath: {{ .backup.destinationPath }}
{{- with .backup.endpointUrl }}
endpointURL: {{ . }}
{{- end }}
s3Credentials:
  {{- if eq .backup.auth "iam" }}
  inheritFromIAMRole: true
  {{- else }}
  {{- $secret := .backup.existingSecret.name | default (include "infra.secretName" (dict "root" .root "store" "minio")) }}
  accessKeyId:
    name: {{ $secret }}
    key: {{ .backup.existingSecret.accessKeyKey }}
  secretAccessKey:
    name: {{ $secret }}
    key: {{ .backup.existingSecret.secretKeyKey }}
  {{- end }}
wal:
  compression: gzip
data:
  compression: gzip
{{- end }}

{{/* Settings of the server. */}}
{{- define "infra.cnpgParameters" -}}
parameters:
  {{- range $key, $value := .config }}
  {{ $key }}: {{ include "infra.scalar" $value | quote }}
  {{- end }}
{{- with .extraHba }}
pg_hba:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- end }}
