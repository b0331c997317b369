{{/* Pods of Heliostat that may reach a store. (dict "root" $ "components" (list …)) */}}
{{- define "infra.clientPeers" -}}
{{- $selector := dict "matchLabels" (dict "app.kubernetes.io/part-of" "heliostat") "matchExpressions" (list (dict "key" "app.kubernetes.io/component" "operator" "In" "values" .components)) -}}
{{- $peers := list (dict "podSelector" $selector) -}}
{{- range .root.Values.networkPolicy.clientNamespaces -}}
{{- $namespace := dict "matchLabels" (dict "kubernetes.io/metadata.name" .) -}}
{{- $peers = append $peers (dict "podSelector" $selector "namespaceSelector" $namespace) -}}
{{- end -}}
{{- range .root.Values.networkPolicy.extraClients -}}
{{- $peers = append $peers . -}}
{{- end -}}
{{- toYaml $peers -}}
{{- end }}

{{/* Ingress rule for Prometheus. (dict "root" $ "port" 9363) */}}
{{- define "infra.metricsIngress" -}}
{{- with .root.Values.networkPolicy.metricsFrom }}
- from:
    {{- toYaml . | nindent 4 }}
  ports:
    - port: {{ $.port }}
{{- end }}
{{- end }}

{{/* Egress rule for name lookups, which every pod needs that speaks to another by name. */}}
{{- define "infra.dnsEgress" -}}
- ports:
    - port: 53
      protocol: UDP
    - port: 53
      protocol: TCP
{{- end }}

{{/* Pods of this release with a component. (dict "root" $ "component" "keeper") */}}
{{- define "infra.ownPeer" -}}
- podSelector:
    matchLabels:
      {{- include "infra.selectorLabels" . | nindent 6 }}
{{- end }}
