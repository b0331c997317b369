mock_provider "aws" {
  source = "../../testing/aws"
}

run "three_zones_with_a_nat_gateway_each" {
  assert {
    condition     = length(aws_subnet.public) == 3 && length(aws_subnet.private) == 3 && length(aws_subnet.database) == 3
    error_message = "expected a public, a private and a database subnet in each of three zones"
  }

  assert {
    condition     = length(aws_nat_gateway.this) == 3
    error_message = "expected a NAT gateway per zone"
  }

  assert {
    condition     = alltrue([for subnet in aws_subnet.public : !subnet.map_public_ip_on_launch])
    error_message = "a public subnet gives out public addresses by itself"
  }
}

run "subnets_do_not_overlap_and_lie_in_the_vpc" {
  variables {
    cidr               = "10.9.0.0/20"
    availability_zones = ["eu-central-1a", "eu-central-1b", "eu-central-1c", "eu-central-1d"]
  }

  assert {
    condition = alltrue([
      for cidr in concat(values(local.private_cidrs), values(local.public_cidrs), values(local.database_cidrs)) :
      cidrhost("${cidrhost(cidr, 0)}/20", 0) == "10.9.0.0" && cidrhost("${cidrhost(cidr, -1)}/20", 0) == "10.9.0.0"
    ])
    error_message = "a subnet lies outside the VPC's range"
  }

  assert {
    condition = length(distinct(flatten([
      for cidr in concat(values(local.private_cidrs), values(local.public_cidrs), values(local.database_cidrs)) :
      [for n in range(pow(2, 28 - tonumber(split("/", cidr)[1]))) : cidrsubnet(cidr, 28 - tonumber(split("/", cidr)[1]), n)]
      ]))) == sum([
      for cidr in concat(values(local.private_cidrs), values(local.public_cidrs), values(local.database_cidrs)) :
      pow(2, 28 - tonumber(split("/", cidr)[1]))
    ])
    error_message = "two subnets overlap"
  }
}

run "one_nat_gateway_by_value" {
  variables {
    single_nat_gateway = true
  }

  assert {
    condition     = length(aws_nat_gateway.this) == 1 && length(aws_route.private_nat) == 3
    error_message = "expected one NAT gateway that every private subnet uses"
  }
}

run "nothing_is_open_to_the_world" {
  assert {
    condition     = alltrue([for rule in aws_vpc_security_group_ingress_rule.endpoints : rule.cidr_ipv4 != "0.0.0.0/0" && rule.from_port == 443 && rule.to_port == 443])
    error_message = "the endpoints accept more than HTTPS from the private subnets"
  }

  assert {
    condition     = length(coalesce(aws_default_security_group.this.ingress, [])) == 0 && length(coalesce(aws_default_security_group.this.egress, [])) == 0
    error_message = "the default security group has rules"
  }

  assert {
    condition     = length(aws_route_table_association.database) == 3 && length(coalesce(aws_route_table.database.route, [])) == 0
    error_message = "the stores' subnets have a route out of the VPC"
  }
}

run "aws_services_are_reached_inside_the_vpc" {
  assert {
    condition     = aws_vpc_endpoint.s3.vpc_endpoint_type == "Gateway" && endswith(aws_vpc_endpoint.s3.service_name, ".s3")
    error_message = "expected a gateway endpoint for S3"
  }

  assert {
    condition     = length(setsubtract(["ecr.api", "ecr.dkr", "sts", "logs", "secretsmanager"], keys(aws_vpc_endpoint.interface))) == 0
    error_message = "an interface endpoint is missing"
  }

  assert {
    condition     = alltrue([for endpoint in aws_vpc_endpoint.interface : endpoint.private_dns_enabled])
    error_message = "an endpoint has no private name, so that SDKs would go round it"
  }
}

run "flow_logs_are_kept_encrypted" {
  assert {
    condition     = aws_flow_log.this.traffic_type == "ALL" && aws_cloudwatch_log_group.flow_logs.kms_key_id == aws_kms_key.logs.arn
    error_message = "expected flow logs of all traffic in an encrypted log group"
  }

  assert {
    condition     = aws_kms_key.logs.enable_key_rotation
    error_message = "the key of the flow logs does not rotate"
  }

  assert {
    condition     = alltrue([for statement in jsondecode(aws_iam_role_policy.flow_logs.policy).Statement : alltrue([for action in statement.Action : startswith(action, "logs:") && !strcontains(action, "*")])])
    error_message = "the flow logs' role may do more than write logs"
  }
}

run "refuses_wrong_values" {
  command = plan

  variables {
    name                     = "Heliostat"
    cidr                     = "10.0.0.0/24"
    availability_zones       = ["eu-central-1a"]
    interface_endpoints      = ["s3"]
    flow_logs_retention_days = 42
  }

  expect_failures = [var.name, var.cidr, var.availability_zones, var.interface_endpoints, var.flow_logs_retention_days]
}

run "refuses_a_public_range_and_a_zone_twice" {
  command = plan

  variables {
    cidr               = "8.8.0.0/16"
    availability_zones = ["eu-central-1a", "eu-central-1a"]
  }

  expect_failures = [var.cidr, var.availability_zones]
}
