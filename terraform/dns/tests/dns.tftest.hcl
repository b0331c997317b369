mock_provider "aws" {
  source = "../testing/aws"
}

override_module {
  target = module.dns
  outputs = {
    zone_id         = "Z0EXAMPLE0000000000"
    name_servers    = []
    certificate_arn = "arn:aws:acm:eu-central-1:111122223333:certificate/11111111-2222-3333-4444-555555555555"
    hosts           = {}
  }
}

run "hands_on_the_certificate" {
  variables {
    zone_name = "example.com"
    hosts     = { web = "heliostat.example.com", api = "api.example.com", gateway = "gateway.example.com" }
  }

  assert {
    condition     = strcontains(output.certificate_arn, ":certificate/")
    error_message = "the certificate is not handed on"
  }
}

run "refuses_a_wildcard_zone" {
  command = plan

  variables {
    zone_name = "*.example.com"
    hosts     = { web = "heliostat.example.com", api = "api.example.com", gateway = "gateway.example.com" }
  }

  expect_failures = [var.zone_name]
}
