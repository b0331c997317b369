{{/* "true" where the test is rendered: it needs an API key. */}}
{{- define "heliostat.tests.enabled" -}}
{{- if and .Values.tests.enabled (or .Values.owner.create .Values.tests.existingSecret.name) -}}true{{- end -}}
{{- end }}

{{/* Name under which the proxy reaches the test's provider. */}}
{{- define "heliostat.tests.host" -}}
{{ include "heliostat.fullname" . }}-test.{{ .Release.Namespace }}.svc
{{- end }}
