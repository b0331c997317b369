mock_provider "aws" {
  source = "../../testing/aws"
}

mock_provider "random" {
  mock_resource "random_password" {
    defaults = {
      result = "a-password-of-terraform"
    }
  }
}

override_resource {
  target = module.dns[0].aws_acm_certificate.this
  values = {
    arn = "arn:aws:acm:eu-central-1:111122223333:certificate/11111111-2222-3333-4444-555555555555"
    domain_validation_options = [
      { domain_name = "heliostat.example.com", resource_record_name = "_1.example.com.", resource_record_type = "CNAME", resource_record_value = "_a.acm-validations.aws." },
      { domain_name = "api.example.com", resource_record_name = "_2.example.com.", resource_record_type = "CNAME", resource_record_value = "_b.acm-validations.aws." },
      { domain_name = "gateway.example.com", resource_record_name = "_3.example.com.", resource_record_type = "CNAME", resource_record_value = "_c.acm-validations.aws." },
    ]
  }
}

variables {
  region = "eu-central-1"
}

run "the_values_point_to_what_was_made" {
  assert {
    condition     = yamldecode(output.core_values).postgres.host == module.aurora.host && yamldecode(output.core_values).postgres.sslMode == "verify-full"
    error_message = "the chart would not find Aurora, or not check its certificate"
  }

  assert {
    condition     = yamldecode(output.core_values).redis.url == "rediss://${module.elasticache.host}:6379"
    error_message = "the chart would not find the queue, or speak to it without TLS"
  }

  assert {
    condition     = yamldecode(output.core_values).objects == { endpoint = "https://s3.eu-central-1.amazonaws.com", bucket = "heliostat-bodies-111122223333-eu-central-1", region = "eu-central-1", auth = "iam" }
    error_message = "the chart would not find the bucket, or ask for keys"
  }

  assert {
    condition     = yamldecode(output.core_values).backup.bucket == "heliostat-backups-111122223333-eu-central-1" && yamldecode(output.core_values).backup.enabled
    error_message = "backups would not be made, or go elsewhere"
  }

  assert {
    condition = alltrue([
      for component in ["proxy", "jawn", "worker", "migrations", "backup"] :
      startswith(yamldecode(output.core_values)[component].serviceAccount.annotations["eks.amazonaws.com/role-arn"], "arn:aws:iam::")
    ])
    error_message = "a component has no role of its own"
  }

  assert {
    condition     = yamldecode(output.core_values).proxy.nodeSelector == { "heliostat.io/pool" = "gateway" } && yamldecode(output.core_values).proxy.tolerations[0].effect == "NoSchedule"
    error_message = "the proxies would not run on their nodes"
  }

  assert {
    condition     = !can(yamldecode(output.core_values).ingress) && !can(yamldecode(output.core_values).clickhouse)
    error_message = "expected no ingress without names, and ClickHouse of the chart"
  }

  assert {
    condition     = !yamldecode(output.infrastructure_values).postgres.enabled && !yamldecode(output.infrastructure_values).valkey.enabled && !yamldecode(output.infrastructure_values).minio.enabled && yamldecode(output.infrastructure_values).clickhouse.enabled
    error_message = "the infrastructure chart would run stores that AWS runs"
  }
}

run "no_password_is_in_an_output" {
  assert {
    condition = alltrue([
      for text in [output.core_values, output.infrastructure_values, output.external_secrets, output.storage_class, jsonencode(output.database)] :
      !strcontains(text, "a-password-of-terraform")
    ])
    error_message = "a password that Terraform made is in an output"
  }
}

run "only_the_nodes_reach_the_stores" {
  assert {
    condition     = strcontains(output.external_secrets, "kind\": \"ExternalSecret\"") && length(regexall("\"ExternalSecret\"", output.external_secrets)) == 2
    error_message = "expected an ExternalSecret each for Aurora and the queue"
  }

  assert {
    condition     = alltrue([for rule in yamldecode(output.core_values).networkPolicy.stores.postgres : startswith(rule.ipBlock.cidr, "10.40.")])
    error_message = "the network policies let pods reach more than the stores' subnets"
  }
}

run "names_certificate_and_load_balancer" {
  variables {
    dns = {
      zone_name = "example.com"
      hosts     = { web = "heliostat.example.com", api = "api.example.com", gateway = "gateway.example.com" }
    }
    ingress_allowed_cidrs = ["198.51.100.0/24"]
    load_balancer_name    = "heliostat"
    image_registry        = "111122223333.dkr.ecr.eu-central-1.amazonaws.com"
  }

  assert {
    condition     = yamldecode(output.core_values).publicUrl.gateway == "https://gateway.example.com" && yamldecode(output.core_values).ingress.className == "alb"
    error_message = "expected public names and an ingress of the load balancer controller"
  }

  assert {
    condition     = yamldecode(output.core_values).ingress.annotations["alb.ingress.kubernetes.io/scheme"] == "internet-facing" && yamldecode(output.core_values).ingress.annotations["alb.ingress.kubernetes.io/inbound-cidrs"] == "198.51.100.0/24"
    error_message = "the load balancer is open to others than those named"
  }

  assert {
    condition     = strcontains(yamldecode(output.core_values).ingress.annotations["alb.ingress.kubernetes.io/certificate-arn"], ":certificate/")
    error_message = "the load balancer has no certificate"
  }

  assert {
    condition     = module.dns[0].hosts.web == "heliostat.example.com" && yamldecode(output.core_values).global.imageRegistry == "111122223333.dkr.ecr.eu-central-1.amazonaws.com"
    error_message = "expected names and registry as given"
  }
}

run "an_internal_load_balancer_by_default" {
  variables {
    dns = {
      zone_name = "example.com"
      hosts     = { web = "heliostat.example.com", api = "api.example.com", gateway = "gateway.example.com" }
    }
  }

  assert {
    condition     = yamldecode(output.core_values).ingress.annotations["alb.ingress.kubernetes.io/scheme"] == "internal" && yamldecode(output.core_values).ingress.annotations["alb.ingress.kubernetes.io/inbound-cidrs"] == "10.40.0.0/16"
    error_message = "the load balancer faces the internet although nobody was named"
  }
}

run "clickhouse_outside" {
  variables {
    clickhouse = {
      url        = "https://abc123.eu-central-1.aws.clickhouse.cloud:8443"
      user       = "default"
      secret_arn = "arn:aws:secretsmanager:eu-central-1:111122223333:secret:clickhouse-AbCdEf"
    }
  }

  assert {
    condition     = yamldecode(output.core_values).clickhouse.url == "https://abc123.eu-central-1.aws.clickhouse.cloud:8443" && !yamldecode(output.infrastructure_values).clickhouse.enabled
    error_message = "expected ClickHouse outside, and none in the cluster"
  }

  assert {
    condition     = length(regexall("\"ExternalSecret\"", output.external_secrets)) == 3 && strcontains(output.external_secrets, "hql-password")
    error_message = "expected an ExternalSecret for ClickHouse too"
  }
}

run "refuses_wrong_values" {
  command = plan

  variables {
    region                               = "Frankfurt"
    name                                 = "x"
    namespace                            = "*"
    api_public_access_cidrs              = ["0.0.0.0/0"]
    backup_prefix                        = "/backups"
    clickhouse                           = { url = "http://clickhouse:8123" }
    ingress_allowed_cidrs                = ["0.0.0.0/0"]
    load_balancer_controller_policy_file = "nowhere.json"
    load_balancer_name                   = "heliostat"
  }

  expect_failures = [
    var.region,
    var.name,
    var.namespace,
    var.api_public_access_cidrs,
    var.backup_prefix,
    var.clickhouse,
    var.ingress_allowed_cidrs,
    var.load_balancer_controller_policy_file,
    var.load_balancer_name,
  ]
}
