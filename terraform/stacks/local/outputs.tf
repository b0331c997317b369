output "namespace" {
  description = "Namespace that Heliostat runs in."
  value       = kubernetes_namespace_v1.heliostat.metadata[0].name
}

output "core_values" {
  description = "Values that the stack gives to heliostat-core."
  value       = yamlencode(local.core_values)
}

output "infrastructure_values" {
  description = "Values that the stack gives to heliostat-infrastructure."
  value       = yamlencode(local.infrastructure_values)
}

output "next_steps" {
  description = "How to reach it."
  value       = <<-TEXT
    kubectl -n ${var.namespace} port-forward svc/heliostat-web 3000   # dashboard: http://localhost:3000
    kubectl -n ${var.namespace} port-forward svc/heliostat-proxy 8787 # proxy: http://localhost:8787
    kubectl -n ${var.namespace} get secret heliostat-owner -o 'go-template={{range $k, $v := .data}}{{$k}}: {{$v | base64decode}}{{"\n"}}{{end}}'
  TEXT
}
