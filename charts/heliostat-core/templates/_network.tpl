{{/* Parts of network policies. */}}

{{/* metadata of a policy, a hook's or not. Arguments: root, component, name; hook. */}}
{{- define "heliostat.network.head" -}}
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  {{- include "heliostat.metadata" . | nindent 2 }}
  {{- with .hook }}
  annotations:
    {{- . | nindent 4 }}
  {{- end }}
{{- end }}

{{/* Peer: a component's pods. Arguments: root, component. */}}
{{- define "heliostat.network.component" -}}
- podSelector:
    matchLabels:
      {{- include "heliostat.selectorLabels" . | nindent 6 }}
{{- end }}

{{- define "heliostat.network.dns" -}}
- to:
    {{- toYaml .Values.networkPolicy.dns | nindent 4 }}
  ports:
    {{- range .Values.networkPolicy.dnsPorts }}
    - port: {{ . }}
      protocol: UDP
    - port: {{ . }}
      protocol: TCP
    {{- end }}
{{- end }}

{{/* Rule to another component. Arguments: root, component, port. */}}
{{- define "heliostat.network.toComponent" -}}
- to:
    {{- include "heliostat.network.component" . | nindent 4 }}
  ports:
    - port: {{ .port }}
      protocol: TCP
{{- end }}

{{/*
  Rule to a store. Peers that are given count; else the host tells: heliostat-… is a Service of the infrastructure
  chart, another plain name one of this namespace; x.namespace.svc is in another namespace; all else is outside.
  Arguments: root, host, port, store (label of the infrastructure's pods), peers, and name of the value for peers.
*/}}
{{- define "heliostat.network.toStore" -}}
- to:
{{- if .peers }}
    {{- toYaml .peers | nindent 4 }}
{{- else if and .store (regexMatch "^heliostat-[a-z-]+$" .host) }}
    - podSelector:
        matchLabels:
          app.kubernetes.io/part-of: heliostat
          app.kubernetes.io/component: {{ .store }}
{{- else if not (contains "." .host) }}
    - podSelector: {}
{{- else if regexMatch "^[a-z0-9-]+(\\.[a-z0-9-]+)+\\.svc(\\..+)?$" .host }}
    {{- $beforeSvc := regexReplaceAll "\\.svc(\\..+)?$" .host "" }}
    - namespaceSelector:
        matchLabels:
          kubernetes.io/metadata.name: {{ splitList "." $beforeSvc | last }}
{{- else if regexMatch "^[0-9.]+$" .host }}
    - ipBlock:
        cidr: {{ .host }}/32
{{- else }}
    - ipBlock:
        cidr: 0.0.0.0/0
    - ipBlock:
        cidr: ::/0
{{- end }}
{{- with .port }}
  ports:
    - port: {{ . }}
      protocol: TCP
{{- end }}
{{- end }}

{{/*
  Rules to a server that the operator names by a URL or as host[:port], beyond HTTPS to the internet. Arguments: root,
  url (with a scheme, or not: then a host without a port is reached at any).
*/}}
{{- define "heliostat.network.toServer" -}}
{{- $url := urlParse (ternary .url (printf "any://%s" .url) (contains "://" .url)) -}}
{{- $host := regexReplaceAll ":[0-9]+$" $url.host "" -}}
{{- $implied := get (dict "http" "80" "https" "443" "redis" "6379" "rediss" "6379" "any" "") $url.scheme -}}
{{- $port := regexFind ":[0-9]+$" $url.host | trimPrefix ":" | default $implied -}}
{{- $inside := or (not (contains "." $host)) (regexMatch "\\.svc(\\.|$)" $host) (regexMatch "^[0-9.]+$" $host) -}}
{{- if hasPrefix "[" $host }}
{{- /* an IPv6 address */}}
- to:
    - ipBlock:
        cidr: {{ printf "%s/128" (trimAll "[]" $host) }}
  {{- with $port }}
  ports:
    - port: {{ . }}
      protocol: TCP
  {{- end }}
{{- else if or $inside (and (ne $url.scheme "any") (ne $port "443")) }}
{{ include "heliostat.network.toStore" (dict "root" .root "host" $host "port" $port "peers" list "store" "") }}
{{- end }}
{{- end }}

{{/* Where the values lead the proxy: providers, embeddings, guards, model servers inside. */}}
{{- define "heliostat.network.toServers" -}}
{{- $urls := list -}}
{{- range .Values.providers }}{{- range list .baseUrl .tokenUrl }}{{- with . }}{{- $urls = append $urls . }}{{- end }}{{- end }}{{- end }}
{{- with .Values.proxy -}}
{{- $urls = concat $urls (list .cache.redis.url .cache.semantic.url .guards.promptGuard.url .guards.llamaGuard.url .guards.moderation.url) .allowedPrivateTargets -}}
{{- end -}}
{{- include "heliostat.network.toList" (dict "root" . "urls" $urls) -}}
{{- end }}

{{/* Each rule once. Arguments: root, urls. */}}
{{- define "heliostat.network.toList" -}}
{{- $root := .root -}}
{{- $rules := list -}}
{{- range .urls }}
{{- with . }}
{{- $rules = append $rules (include "heliostat.network.toServer" (dict "root" $root "url" .) | trim) }}
{{- end }}
{{- end }}
{{- compact $rules | uniq | join "\n" -}}
{{- end }}

{{/* Rule to a store that is known by its URL. Arguments: as above, with url and plain, tls (ports that the scheme implies). */}}
{{- define "heliostat.network.toUrl" -}}
{{- $url := urlParse .url -}}
{{- $port := regexFind ":[0-9]+$" $url.host | trimPrefix ":" -}}
{{- $implied := ternary .tls .plain (has $url.scheme (list "https" "rediss")) -}}
{{- include "heliostat.network.toStore" (merge (dict "host" (regexReplaceAll ":[0-9]+$" $url.host "") "port" ($port | default $implied)) .) -}}
{{- end }}

{{- define "heliostat.network.toPostgres" -}}
{{- $postgres := .Values.postgres -}}
{{- $peers := .Values.networkPolicy.stores.postgres -}}
{{ include "heliostat.network.toStore" (dict "root" . "host" $postgres.host "port" $postgres.port "store" "postgres" "peers" $peers) }}
{{- if $postgres.directHost }}
{{ include "heliostat.network.toStore" (dict "root" . "host" $postgres.directHost "port" $postgres.directPort "store" "postgres" "peers" $peers) }}
{{- end }}
{{- end }}

{{- define "heliostat.network.toClickhouse" -}}
{{ include "heliostat.network.toUrl" (dict "root" . "url" .Values.clickhouse.url "plain" "80" "tls" "443" "store" "clickhouse" "peers" .Values.networkPolicy.stores.clickhouse) }}
{{- end }}

{{- define "heliostat.network.toRedis" -}}
{{- if .Values.redis.enabled }}
{{- include "heliostat.network.toUrl" (dict "root" . "url" .Values.redis.url "plain" "6379" "tls" "6379" "store" "valkey" "peers" .Values.networkPolicy.stores.redis) }}
{{- end }}
{{- end }}

{{/* With `iam` also the agent of EKS Pod Identity, on its fixed link-local address. */}}
{{- define "heliostat.network.toObjects" -}}
{{ include "heliostat.network.toUrl" (dict "root" . "url" .Values.objects.endpoint "plain" "80" "tls" "443" "store" "minio" "peers" .Values.networkPolicy.stores.objects) }}
{{- if eq .Values.objects.auth "iam" }}
- to:
    - ipBlock:
        cidr: 169.254.170.23/32
  ports:
    - port: 80
      protocol: TCP
{{- end }}
{{- end }}

{{- define "heliostat.network.toBackup" -}}
{{- if or .Values.backup.endpoint .Values.networkPolicy.stores.backup }}
{{- include "heliostat.network.toUrl" (dict "root" . "url" (.Values.backup.endpoint | default .Values.objects.endpoint) "plain" "80" "tls" "443" "store" "minio" "peers" .Values.networkPolicy.stores.backup) }}
{{- end }}
{{- end }}

{{/* All stores, each a rule. */}}
{{- define "heliostat.network.toStores" -}}
{{ include "heliostat.network.toPostgres" . }}
{{ include "heliostat.network.toClickhouse" . }}
{{- with include "heliostat.network.toRedis" . }}
{{ . }}
{{- end }}
{{ include "heliostat.network.toObjects" . }}
{{- end }}

{{/* HTTPS to the internet, and to nothing private. */}}
{{- define "heliostat.network.toInternet" -}}
- to:
    - ipBlock:
        cidr: 0.0.0.0/0
        {{- with .Values.networkPolicy.privateRanges }}
        except:
          {{- toYaml . | nindent 10 }}
        {{- end }}
    - ipBlock:
        cidr: ::/0
        {{- with .Values.networkPolicy.privateRangesIPv6 }}
        except:
          {{- toYaml . | nindent 10 }}
        {{- end }}
  ports:
    - port: 443
      protocol: TCP
{{- end }}

{{- define "heliostat.network.toKubernetesApi" -}}
- to:
    {{- range .Values.networkPolicy.kubernetesApi.cidrs }}
    - ipBlock:
        cidr: {{ . }}
    {{- else }}
    - ipBlock:
        cidr: 0.0.0.0/0
    - ipBlock:
        cidr: ::/0
    {{- end }}
  ports:
    {{- range .Values.networkPolicy.kubernetesApi.ports }}
    - port: {{ . }}
      protocol: TCP
    {{- end }}
{{- end }}

{{/* "true" where a component is reached through the ingress or the gateway. Arguments: root, host (web, api or gateway). */}}
{{- define "heliostat.exposed" -}}
{{- $values := .root.Values -}}
{{- if or (and $values.ingress.enabled (index $values.ingress .host).host) (and $values.gatewayApi.enabled (index $values.gatewayApi.hosts .host)) -}}
true
{{- end -}}
{{- end }}
