locals {
  charts = "${path.module}/../../../charts"
  global = { imageRegistry = var.image_registry }

  infrastructure_values = {
    global = merge(local.global, { storageClass = var.storage_class })
  }

  core_values = {
    global = local.global
    owner  = { email = var.owner_email }
    proxy = {
      replicas    = var.replicas
      autoscaling = { enabled = false }
      spool       = { persistence = { storageClassName = var.storage_class } }
    }
    jawn   = { replicas = var.replicas, autoscaling = { enabled = false } }
    worker = { replicas = var.replicas, autoscaling = { mode = "none" } }
    web    = { replicas = var.replicas, autoscaling = { enabled = false } }
  }
}

resource "kubernetes_namespace_v1" "heliostat" {
  metadata {
    name = var.namespace
    labels = {
      "app.kubernetes.io/part-of"          = "heliostat"
      "pod-security.kubernetes.io/enforce" = "restricted"
    }
  }
}

resource "helm_release" "infrastructure" {
  name      = "heliostat-infrastructure"
  chart     = "${local.charts}/heliostat-infrastructure"
  namespace = kubernetes_namespace_v1.heliostat.metadata[0].name
  values    = [yamlencode(local.infrastructure_values), var.infrastructure_values]
  timeout   = var.timeout_seconds
  wait      = true
}

resource "helm_release" "core" {
  name      = "heliostat-core"
  chart     = "${local.charts}/heliostat-core"
  namespace = kubernetes_namespace_v1.heliostat.metadata[0].name
  values    = [yamlencode(local.core_values), var.core_values]
  timeout   = var.timeout_seconds
  wait      = true

  # Its migrations need the stores.
  depends_on = [helm_release.infrastructure]
}
