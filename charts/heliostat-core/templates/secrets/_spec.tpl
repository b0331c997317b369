{{/* The Secrets that the Job makes where they are absent, as a list; `[]` where none is left to it. */}}
{{- define "heliostat.secrets.spec" -}}
{{- $labels := dict "app.kubernetes.io/part-of" "heliostat" "app.kubernetes.io/instance" .Release.Name -}}
{{- $spec := list -}}
{{- if .Values.secrets.create -}}
{{- with .Values.secrets.existingSecret -}}
{{- if not .name -}}
{{- $keys := dict .encryptionKeyKey (dict "generate" "base64" "bytes" 32) .authSecretKey (dict "generate" "base64" "bytes" 32) -}}
{{- $spec = append $spec (dict "name" (include "heliostat.secretsName" $) "labels" $labels "keys" $keys) -}}
{{- end -}}
{{- end -}}
{{- with .Values.owner -}}
{{- if and .create (not .existingSecret.name) -}}
{{- $keys := dict .existingSecret.emailKey (dict "value" .email) .existingSecret.passwordKey (dict "generate" "password" "length" 24) .existingSecret.apiKeyKey (dict "generate" "api-key") -}}
{{- $spec = append $spec (dict "name" (include "heliostat.ownerName" $) "labels" $labels "keys" $keys) -}}
{{- end -}}
{{- end -}}
{{- end -}}
{{- toJson $spec -}}
{{- end }}
