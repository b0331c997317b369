mock_provider "aws" {
  source = "../testing/aws"
}

mock_provider "random" {}

run "finds_the_network_of_the_cluster" {
  assert {
    condition     = local.network.vpc_id == "vpc-0123456789abcdef0" && local.network.allowed_security_group_ids["nodes"] == "sg-0123456789abcdef0" && length(local.network.subnet_ids) == 3
    error_message = "the network that terraform/eks made is not found"
  }

  assert {
    condition     = startswith(yamldecode(output.core_values).redis.url, "rediss://") && startswith(output.secret_arn, "arn:aws:secretsmanager:")
    error_message = "the chart's values do not ask for TLS, or the secret is not named"
  }
}

run "takes_another_network" {
  variables {
    network = {
      vpc_id                     = "vpc-0fedcba9876543210"
      subnet_ids                 = ["subnet-0bbbbbbbbbbbbbbb1", "subnet-0bbbbbbbbbbbbbbb2"]
      allowed_security_group_ids = { nodes = "sg-0fedcba9876543210" }
    }
  }

  assert {
    condition     = local.network.vpc_id == "vpc-0fedcba9876543210" && length(data.aws_vpc.heliostat) == 0
    error_message = "the network named is not used"
  }
}
