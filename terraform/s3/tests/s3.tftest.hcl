mock_provider "aws" {
  source = "../testing/aws"
}

run "two_buckets_without_a_single_variable" {
  assert {
    condition     = output.buckets == { bodies = "heliostat-bodies-111122223333-eu-central-1", backups = "heliostat-backups-111122223333-eu-central-1" }
    error_message = "expected a bucket for bodies and one for backups"
  }

  assert {
    condition     = yamldecode(output.core_values).objects.auth == "keys" && length(output.role_arns) == 0
    error_message = "expected access keys where no cluster is named"
  }
}

run "roles_for_the_cluster_named" {
  variables {
    cluster_name = "heliostat"
  }

  assert {
    condition     = yamldecode(output.core_values).objects.auth == "iam" && startswith(yamldecode(output.core_values).proxy.serviceAccount.annotations["eks.amazonaws.com/role-arn"], "arn:aws:iam::")
    error_message = "the pods would not reach the buckets"
  }
}
