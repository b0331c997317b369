{{/*
  Groups of rules, as JSON. The files hold rules in Prometheus' own words; thresholds are put in, left out what is
  disabled, and each alert gets the labels of the values and the address of its runbook.
*/}}
{{- define "monitoring.rules" -}}
{{- $values := .Values.rules -}}
{{- $files := list "recording" "availability" "gateway" "features" "ingest" -}}
{{- if $values.backup }}{{ $files = append $files "backup" }}{{ end -}}
{{- if .Values.targets.stores.enabled }}{{ $files = append $files "stores" }}{{ end -}}
{{- $words := dict "namespace" .Values.targets.namespace "storesNamespace" (include "monitoring.storesNamespace" .) -}}
{{- range $name, $threshold := $values.thresholds -}}
{{- $_ := set $words $name (ternary ($threshold | int64 | toString) ($threshold | toString) (eq (float64 $threshold) (floor $threshold))) -}}
{{- end -}}
{{- $groups := list -}}
{{- range $file := $files -}}
{{- $text := $.Files.Get (printf "files/rules/%s.yaml" $file) -}}
{{- range $name, $word := $words }}{{ $text = replace (printf "%%%s%%" $name) $word $text }}{{ end -}}
{{- range $group := (fromYaml $text).groups -}}
{{- $rules := list -}}
{{- range $rule := $group.rules -}}
{{- if not $rule.alert -}}
{{- $rules = append $rules $rule -}}
{{- else if not (has $rule.alert $values.disabled) -}}
{{- $labels := merge (dict) $rule.labels $values.labels -}}
{{- $annotations := merge (dict "runbook_url" (printf "%s/%s.md" $values.runbookUrl (kebabcase $rule.alert))) $rule.annotations -}}
{{- $rules = append $rules (merge (dict "labels" $labels "annotations" $annotations) $rule) -}}
{{- end -}}
{{- end -}}
{{- if $rules }}{{ $groups = append $groups (merge (dict "rules" $rules) $group) }}{{ end -}}
{{- end -}}
{{- end -}}
{{- dict "groups" $groups | toJson -}}
{{- end }}
