mock_provider "kubernetes" {}
mock_provider "helm" {}

run "installs_both_charts_of_the_repository_in_order" {
  assert {
    condition     = fileexists("${helm_release.infrastructure.chart}/Chart.yaml") && fileexists("${helm_release.core.chart}/Chart.yaml")
    error_message = "a chart is not where the stack looks for it"
  }

  assert {
    condition     = kubernetes_namespace_v1.heliostat.metadata[0].labels["pod-security.kubernetes.io/enforce"] == "restricted"
    error_message = "the namespace lets pods run with more rights than they need"
  }

  assert {
    condition     = helm_release.core.wait && helm_release.infrastructure.wait && helm_release.core.timeout == 1800
    error_message = "the stack does not wait until Heliostat serves"
  }
}

run "own_values_win" {
  variables {
    replicas       = 2
    image_registry = "localhost:5001"
    storage_class  = "standard"
    core_values    = "logLevel: debug"
  }

  assert {
    condition     = helm_release.core.values[1] == "logLevel: debug"
    error_message = "values given do not come after the stack's own"
  }

  assert {
    condition     = yamldecode(output.core_values).proxy.replicas == 2 && yamldecode(output.core_values).global.imageRegistry == "localhost:5001" && yamldecode(output.infrastructure_values).global.storageClass == "standard"
    error_message = "replicas, registry or storage class do not reach the charts"
  }
}

run "refuses_wrong_values" {
  command = plan

  variables {
    kubeconfig            = " "
    namespace             = "kube-system"
    image_registry        = "https://localhost:5001/"
    replicas              = 0
    owner_email           = "you"
    core_values           = "- a list"
    infrastructure_values = "{"
    timeout_seconds       = 5
  }

  expect_failures = [
    var.kubeconfig,
    var.namespace,
    var.image_registry,
    var.replicas,
    var.owner_email,
    var.core_values,
    var.infrastructure_values,
    var.timeout_seconds,
  ]
}
