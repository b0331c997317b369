mock_provider "aws" {
  source = "../../testing/aws"
}

override_resource {
  target = aws_acm_certificate.this
  values = {
    arn = "arn:aws:acm:eu-central-1:111122223333:certificate/11111111-2222-3333-4444-555555555555"
    domain_validation_options = [
      { domain_name = "heliostat.example.com", resource_record_name = "_1.heliostat.example.com.", resource_record_type = "CNAME", resource_record_value = "_a.acm-validations.aws." },
      { domain_name = "api.heliostat.example.com", resource_record_name = "_2.api.heliostat.example.com.", resource_record_type = "CNAME", resource_record_value = "_b.acm-validations.aws." },
      { domain_name = "gateway.heliostat.example.com", resource_record_name = "_3.gateway.heliostat.example.com.", resource_record_type = "CNAME", resource_record_value = "_c.acm-validations.aws." },
    ]
  }
}

variables {
  zone_name = "example.com"
  hosts = {
    web     = "heliostat.example.com"
    api     = "api.heliostat.example.com"
    gateway = "gateway.heliostat.example.com"
  }
}

run "validates_a_certificate_of_all_names_in_an_existing_zone" {
  assert {
    condition     = aws_acm_certificate.this.validation_method == "DNS" && aws_acm_certificate.this.domain_name == "heliostat.example.com" && aws_acm_certificate.this.subject_alternative_names == toset(["api.heliostat.example.com", "gateway.heliostat.example.com"])
    error_message = "the certificate does not hold the three names"
  }

  assert {
    condition     = aws_route53_record.validation["api.heliostat.example.com"].name == "_2.api.heliostat.example.com." && aws_route53_record.validation["api.heliostat.example.com"].records == toset(["_b.acm-validations.aws."])
    error_message = "a name's validation record is not its own"
  }

  assert {
    condition     = length(aws_route53_zone.this) == 0 && output.zone_id == "Z0EXAMPLE0000000000" && length(aws_route53_record.host) == 0
    error_message = "expected the existing zone, and no records before there is a load balancer"
  }
}

run "points_the_names_to_the_load_balancer" {
  variables {
    create_zone = true
    load_balancer = {
      dns_name = "k8s-heliostat.eu-central-1.elb.amazonaws.com"
      zone_id  = "Z0EXAMPLE0000000LB1"
    }
  }

  assert {
    condition     = length(aws_route53_record.host) == 3 && alltrue([for record in aws_route53_record.host : record.alias[0].name == "k8s-heliostat.eu-central-1.elb.amazonaws.com"])
    error_message = "expected an alias for each name"
  }

  assert {
    condition     = length(aws_route53_zone.this) == 1 && length(output.name_servers) == 2
    error_message = "expected a zone of its own and its name servers"
  }
}

run "refuses_wrong_values" {
  command = plan

  variables {
    zone_name     = "Example.com."
    load_balancer = { dns_name = "", zone_id = "" }
  }

  expect_failures = [var.zone_name, var.load_balancer]
}

run "refuses_a_name_outside_the_zone" {
  command = plan

  variables {
    hosts = {
      web     = "heliostat.example.org"
      api     = "api.heliostat.example.com"
      gateway = "gateway.heliostat.example.com"
    }
  }

  expect_failures = [var.hosts]
}

run "refuses_two_services_on_one_name" {
  command = plan

  variables {
    hosts = {
      web     = "heliostat.example.com"
      api     = "heliostat.example.com"
      gateway = "gateway.heliostat.example.com"
    }
  }

  expect_failures = [var.hosts]
}
