mock_provider "aws" {
  source = "../../testing/aws"
}

mock_provider "random" {}

variables {
  vpc_id                     = "vpc-0123456789abcdef0"
  subnet_ids                 = ["subnet-0aaaaaaaaaaaaaaa1", "subnet-0aaaaaaaaaaaaaaa2"]
  allowed_security_group_ids = { nodes = "sg-0123456789abcdef0" }
}

run "encrypted_kept_and_protected_by_default" {
  assert {
    condition     = aws_rds_cluster.this.storage_encrypted && aws_rds_cluster.this.kms_key_id == aws_kms_key.this.arn && aws_kms_key.this.enable_key_rotation
    error_message = "storage is not encrypted by a rotating key"
  }

  assert {
    condition     = one([for parameter in aws_rds_cluster_parameter_group.this.parameter : parameter.value if parameter.name == "rds.force_ssl"]) == "1"
    error_message = "the server accepts connections without TLS"
  }

  assert {
    condition     = strcontains(output.database_url, "sslmode=verify-full") && !can(regex("://[^@/]*:[^@/]*@", output.database_url))
    error_message = "the URL does not check the server's certificate, or holds a password"
  }

  assert {
    condition     = aws_rds_cluster.this.deletion_protection && !aws_rds_cluster.this.skip_final_snapshot && aws_rds_cluster.this.backup_retention_period == 14
    error_message = "the data can be lost by one command"
  }

  assert {
    condition     = length(aws_rds_cluster_instance.this) == 2 && alltrue([for instance in aws_rds_cluster_instance.this : !instance.publicly_accessible && instance.performance_insights_enabled])
    error_message = "expected two private instances with Performance Insights"
  }

  assert {
    condition     = aws_rds_cluster_parameter_group.this.family == "aurora-postgresql17"
    error_message = "the parameter group is of another major version than the engine"
  }
}

run "passwords_live_in_secrets_manager" {
  assert {
    condition     = aws_rds_cluster.this.manage_master_user_password && aws_rds_cluster.this.master_password == null
    error_message = "the administrator's password is not RDS' own to manage"
  }

  assert {
    condition     = aws_rds_cluster.this.master_user_secret_kms_key_id == aws_kms_key.this.arn && aws_secretsmanager_secret.application.kms_key_id == aws_kms_key.this.arn
    error_message = "a secret is not encrypted by the module's key"
  }

  assert {
    condition     = aws_secretsmanager_secret_rotation.master.rotation_rules[0].automatically_after_days == 30
    error_message = "the administrator's password does not rotate as told"
  }

  assert {
    condition     = jsondecode(aws_secretsmanager_secret_version.application.secret_string).username == "heliostat" && aws_rds_cluster.this.master_username != "heliostat"
    error_message = "the app would connect as the administrator"
  }
}

run "lets_in_security_groups_only" {
  assert {
    condition = alltrue([
      for rule in aws_vpc_security_group_ingress_rule.this :
      rule.cidr_ipv4 == null && rule.cidr_ipv6 == null && rule.referenced_security_group_id == "sg-0123456789abcdef0" && rule.from_port == 5432 && rule.to_port == 5432
    ])
    error_message = "something else than the nodes reaches the database"
  }
}

run "serverless_scales_between_its_bounds" {
  variables {
    serverless_capacity = { min = 1, max = 32 }
  }

  assert {
    condition     = aws_rds_cluster_instance.this[0].instance_class == "db.serverless" && aws_rds_cluster.this.serverlessv2_scaling_configuration[0].max_capacity == 32
    error_message = "expected Serverless v2 up to 32 units"
  }
}

run "provisioned_by_value" {
  variables {
    mode           = "provisioned"
    instance_class = "db.r7g.xlarge"
    instance_count = 3
    engine_version = "16.9"
  }

  assert {
    condition     = alltrue([for instance in aws_rds_cluster_instance.this : instance.instance_class == "db.r7g.xlarge"]) && length(aws_rds_cluster.this.serverlessv2_scaling_configuration) == 0
    error_message = "expected three instances of the class named"
  }

  assert {
    condition     = aws_rds_cluster_parameter_group.this.family == "aurora-postgresql16"
    error_message = "the parameter group does not follow the engine's version"
  }
}

run "refuses_wrong_values" {
  command = plan

  variables {
    name                                = "x"
    vpc_id                              = "my-vpc"
    subnet_ids                          = []
    allowed_security_group_ids          = { world = "0.0.0.0/0" }
    engine_version                      = "13.4"
    mode                                = "global"
    serverless_capacity                 = { min = 0, max = 4 }
    instance_class                      = "db.serverless"
    instance_count                      = 0
    database_name                       = "Heliostat-1"
    application_user                    = "heliostat_admin"
    master_password_rotation_days       = 0
    backup_retention_days               = 1
    secret_recovery_days                = 3
    performance_insights_retention_days = 8
  }

  expect_failures = [
    var.name,
    var.vpc_id,
    var.subnet_ids,
    var.allowed_security_group_ids,
    var.engine_version,
    var.mode,
    var.serverless_capacity,
    var.instance_class,
    var.instance_count,
    var.database_name,
    var.application_user,
    var.master_password_rotation_days,
    var.backup_retention_days,
    var.secret_recovery_days,
    var.performance_insights_retention_days,
  ]
}

run "refuses_a_reserved_administrator" {
  command = plan

  variables {
    master_username = "postgres"
  }

  expect_failures = [var.master_username]
}
