mock_provider "aws" {
  source = "../../testing/aws"
}

mock_provider "random" {}

variables {
  vpc_id                     = "vpc-0123456789abcdef0"
  subnet_ids                 = ["subnet-0aaaaaaaaaaaaaaa1", "subnet-0aaaaaaaaaaaaaaa2"]
  allowed_security_group_ids = { nodes = "sg-0123456789abcdef0" }
}

run "encrypted_authenticated_and_never_evicting" {
  assert {
    condition     = tobool(aws_elasticache_replication_group.this.at_rest_encryption_enabled) && aws_elasticache_replication_group.this.kms_key_id == aws_kms_key.this.arn && aws_kms_key.this.enable_key_rotation
    error_message = "data is not encrypted by a rotating key"
  }

  assert {
    condition     = aws_elasticache_replication_group.this.transit_encryption_enabled && aws_elasticache_replication_group.this.transit_encryption_mode == "required" && startswith(output.redis_url, "rediss://")
    error_message = "connections without TLS are possible"
  }

  assert {
    condition     = aws_elasticache_replication_group.this.auth_token == jsondecode(aws_secretsmanager_secret_version.token.secret_string).password && !strcontains(output.redis_url, "@")
    error_message = "expected the token in Secrets Manager and not in the URL"
  }

  assert {
    condition     = one([for parameter in aws_elasticache_parameter_group.this.parameter : parameter.value if parameter.name == "maxmemory-policy"]) == "noeviction"
    error_message = "the queue could lose jobs when memory is short"
  }

  assert {
    condition     = aws_elasticache_replication_group.this.automatic_failover_enabled && aws_elasticache_replication_group.this.multi_az_enabled
    error_message = "the queue does not survive the loss of a zone"
  }

  assert {
    condition     = alltrue([for rule in aws_vpc_security_group_ingress_rule.this : rule.cidr_ipv4 == null && rule.referenced_security_group_id == "sg-0123456789abcdef0"])
    error_message = "something else than the nodes reaches the queue"
  }
}

run "a_single_node_does_not_ask_for_failover" {
  variables {
    node_count     = 1
    engine_version = "7.2"
  }

  assert {
    condition     = !aws_elasticache_replication_group.this.automatic_failover_enabled && !aws_elasticache_replication_group.this.multi_az_enabled
    error_message = "AWS would refuse failover with one node"
  }

  assert {
    condition     = aws_elasticache_parameter_group.this.family == "valkey7"
    error_message = "the parameter group does not follow the engine's version"
  }
}

run "refuses_wrong_values" {
  command = plan

  variables {
    name                       = "x"
    vpc_id                     = "my-vpc"
    subnet_ids                 = []
    allowed_security_group_ids = {}
    engine_version             = "6.2"
    node_type                  = "t4g.medium"
    node_count                 = 0
    snapshot_retention_days    = 90
    secret_recovery_days       = 3
  }

  expect_failures = [
    var.name,
    var.vpc_id,
    var.subnet_ids,
    var.allowed_security_group_ids,
    var.engine_version,
    var.node_type,
    var.node_count,
    var.snapshot_retention_days,
    var.secret_recovery_days,
  ]
}
