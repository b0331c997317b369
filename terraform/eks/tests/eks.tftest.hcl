mock_provider "aws" {
  source = "../testing/aws"
}

run "a_cluster_from_nothing" {
  assert {
    condition     = output.cluster_name == "heliostat" && length(output.database_subnet_ids) == 3 && output.vpc_id == module.network.vpc_id
    error_message = "expected a cluster and its network without a single variable"
  }
}

run "refuses_wrong_values" {
  command = plan

  variables {
    region                  = "Frankfurt"
    name                    = "x"
    api_public_access_cidrs = ["0.0.0.0/0"]
  }

  expect_failures = [var.region, var.name, var.api_public_access_cidrs]
}
