{{/* Metadata and pod settings of `helm test`. (dict "root" $ "store" .Values.x "name" "postgres") */}}
{{- define "infra.testPod" -}}
apiVersion: v1
kind: Pod
metadata:
  {{- include "infra.metadata" (dict "root" .root "component" "test" "name" (printf "%s-%s-test" .root.Values.fullnameOverride .name)) | nindent 2 }}
  annotations:
    helm.sh/hook: test
    # Not when it succeeded: `helm test --logs` reads what it said.
    helm.sh/hook-delete-policy: before-hook-creation
spec:
  restartPolicy: Never
  serviceAccountName: {{ .root.Values.fullnameOverride }}-stores
  automountServiceAccountToken: false
  enableServiceLinks: false
  activeDeadlineSeconds: 120
  securityContext:
    {{- toYaml .podSecurityContext | nindent 4 }}
  {{- with .root.Values.imagePullSecrets }}
  imagePullSecrets:
    {{- toYaml . | nindent 4 }}
  {{- end }}
  volumes:
    - name: tmp
      emptyDir:
        sizeLimit: 64Mi
  containers:
    - name: test
      {{- include "infra.container" (dict "root" .root "image" .image) | nindent 6 }}
      resources:
        {{- toYaml .root.Values.ops.resources | nindent 8 }}
      volumeMounts:
        - name: tmp
          mountPath: /tmp
{{- end }}
