{{/* Entries of Prometheus' scrape_configs for the apps and the stores: pods of the namespaces, by their labels. */}}
{{- define "monitoring.scrapeConfigs" -}}
{{- $targets := .Values.targets -}}
{{- range $app, $port := $targets.apps }}
{{ include "monitoring.scrapeConfig" (dict "component" $app "port" $port "path" "/metrics" "namespace" $targets.namespace "interval" $targets.interval) }}
{{- end }}
{{- if $targets.stores.enabled }}
{{- range $targets.stores.endpoints }}
{{ include "monitoring.scrapeConfig" (dict "component" .component "port" .port "path" .path "namespace" (include "monitoring.storesNamespace" $) "interval" $targets.stores.interval) }}
{{- end }}
{{- end }}
{{- if .Values.beyla.enabled }}
{{ include "monitoring.scrapeConfig" (dict "component" "beyla" "port" 9400 "path" "/metrics" "namespace" .Release.Namespace "interval" $targets.interval) }}
{{- end }}
{{- end }}

{{/* (dict "component" "proxy" "port" 8787 "path" "/metrics" "namespace" "heliostat" "interval" "15s") */}}
{{- define "monitoring.scrapeConfig" -}}
- job_name: heliostat-{{ .component }}
  metrics_path: {{ .path }}
  scrape_interval: {{ .interval }}
  kubernetes_sd_configs:
    - role: pod
      namespaces:
        names: [{{ .namespace }}]
      selectors:
        - role: pod
          label: app.kubernetes.io/part-of=heliostat,app.kubernetes.io/component={{ .component }}
  relabel_configs:
    - source_labels: [__meta_kubernetes_pod_container_port_number]
      regex: '{{ .port }}'
      action: keep
    # Pods of Jobs that are done are no targets.
    - source_labels: [__meta_kubernetes_pod_phase]
      regex: Succeeded|Failed
      action: drop
    - source_labels: [__meta_kubernetes_namespace]
      target_label: namespace
    - source_labels: [__meta_kubernetes_pod_name]
      target_label: pod
{{- end }}

{{/* prometheus.yml of the bundled Prometheus. */}}
{{- define "monitoring.prometheusConfig" -}}
global:
  scrape_interval: {{ .Values.targets.interval }}
  evaluation_interval: 30s
  {{- with .Values.prometheus.externalLabels }}
  external_labels:
    {{- toYaml . | nindent 4 }}
  {{- end }}
rule_files:
  - /etc/prometheus/rules.yml
{{- with .Values.prometheus.alertmanagers }}
alerting:
  alertmanagers:
    - static_configs:
        - targets:
            {{- toYaml . | nindent 12 }}
{{- end }}
scrape_configs:
  - job_name: prometheus
    static_configs:
      - targets: [localhost:9090]
  {{- include "monitoring.scrapeConfigs" . | trim | nindent 2 }}
  {{- with .Values.prometheus.extraScrapeConfigs }}
  {{- toYaml . | nindent 2 }}
  {{- end }}
{{- end }}
