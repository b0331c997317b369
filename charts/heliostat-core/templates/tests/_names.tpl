{{/* "true" where the test is rendered: it needs an API key. */}}
{{- define "heliostat.tests.enabled" -}}
{{- if and .Values.tests.enabled (or .Values.owner.create .Values.tests.existingSecret.name) -}}true{{- end -}}
{{- end }}

{{/* Name under which the proxy reaches the test's provider. */}}
{{- define "heliostat.tests.host" -}}
{{ include "heliostat.fullname" . }}-test.{{ .Release.Namespace }}.svc
{{- end }}

{{/* Model string of the test's call through the unified API: `tests.model`, or a cheap one of a provider with a key. */}}
{{- define "heliostat.tests.model" -}}
{{- $models := list (list "openai" "gpt-4o-mini") (list "anthropic" "claude-haiku-4.5") (list "google-ai-studio" "gemini-2.5-flash") }}
{{- $found := .Values.tests.model }}
{{- range $models }}
{{- $provider := index $.Values.providers (first .) | default dict }}
{{- if and (not $found) (dig "existingSecret" "name" "" $provider) }}
{{- $found = printf "%s/%s" (last .) (first .) }}
{{- end }}
{{- end }}
{{- ternary "" $found (eq $found "none") }}
{{- end }}
