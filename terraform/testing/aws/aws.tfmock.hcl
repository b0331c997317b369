# Made-up values for mock_provider "aws". Real providers check the shape of ARNs also when mocked; the account is AWS's own example.
mock_data "aws_availability_zones" {
  defaults = {
    names = ["eu-central-1a", "eu-central-1b", "eu-central-1c", "eu-central-1d"]
  }
}

mock_data "aws_region" {
  defaults = {
    region = "eu-central-1"
    id     = "eu-central-1"
  }
}

mock_data "aws_partition" {
  defaults = {
    partition  = "aws"
    dns_suffix = "amazonaws.com"
  }
}

mock_data "aws_caller_identity" {
  defaults = {
    account_id = "111122223333"
    arn        = "arn:aws:iam::111122223333:user/test"
  }
}

mock_data "aws_vpc" {
  defaults = {
    id         = "vpc-0123456789abcdef0"
    cidr_block = "10.40.0.0/16"
  }
}

mock_data "aws_subnets" {
  defaults = {
    ids = ["subnet-0aaaaaaaaaaaaaaa1", "subnet-0aaaaaaaaaaaaaaa2", "subnet-0aaaaaaaaaaaaaaa3"]
  }
}

mock_data "aws_eks_cluster" {
  defaults = {
    arn        = "arn:aws:eks:eu-central-1:111122223333:cluster/heliostat"
    vpc_config = [{ cluster_security_group_id = "sg-0123456789abcdef0" }]
    identity   = [{ oidc = [{ issuer = "https://oidc.eks.eu-central-1.amazonaws.com/id/EXAMPLE" }] }]
  }
}

mock_data "aws_iam_openid_connect_provider" {
  defaults = {
    arn = "arn:aws:iam::111122223333:oidc-provider/oidc.eks.eu-central-1.amazonaws.com/id/EXAMPLE"
  }
}

mock_data "aws_route53_zone" {
  defaults = {
    zone_id = "Z0EXAMPLE0000000000"
  }
}

mock_data "aws_lb" {
  defaults = {
    dns_name = "k8s-heliostat-0123456789.eu-central-1.elb.amazonaws.com"
    zone_id  = "Z0EXAMPLE0000000LB1"
  }
}

mock_resource "aws_vpc" {
  defaults = {
    id  = "vpc-0123456789abcdef0"
    arn = "arn:aws:ec2:eu-central-1:111122223333:vpc/vpc-0123456789abcdef0"
  }
}

mock_resource "aws_kms_key" {
  defaults = {
    arn    = "arn:aws:kms:eu-central-1:111122223333:key/11111111-2222-3333-4444-555555555555"
    key_id = "11111111-2222-3333-4444-555555555555"
  }
}

mock_resource "aws_cloudwatch_log_group" {
  defaults = {
    arn = "arn:aws:logs:eu-central-1:111122223333:log-group:/heliostat/test"
  }
}

mock_resource "aws_iam_role" {
  defaults = {
    arn = "arn:aws:iam::111122223333:role/heliostat-mock"
  }
}

mock_resource "aws_iam_policy" {
  defaults = {
    arn = "arn:aws:iam::111122223333:policy/heliostat-mock"
  }
}

mock_resource "aws_iam_openid_connect_provider" {
  defaults = {
    arn = "arn:aws:iam::111122223333:oidc-provider/oidc.eks.eu-central-1.amazonaws.com/id/EXAMPLE"
  }
}

mock_resource "aws_eks_cluster" {
  defaults = {
    arn                   = "arn:aws:eks:eu-central-1:111122223333:cluster/heliostat"
    endpoint              = "https://EXAMPLE.gr7.eu-central-1.eks.amazonaws.com"
    certificate_authority = [{ data = "bW9jaw==" }]
    vpc_config            = { cluster_security_group_id = "sg-0123456789abcdef0" }
    identity              = [{ oidc = [{ issuer = "https://oidc.eks.eu-central-1.amazonaws.com/id/EXAMPLE" }] }]
  }
}

mock_resource "aws_launch_template" {
  defaults = {
    id             = "lt-0123456789abcdef0"
    latest_version = 1
  }
}

mock_resource "aws_rds_cluster" {
  defaults = {
    arn                = "arn:aws:rds:eu-central-1:111122223333:cluster:heliostat"
    endpoint           = "heliostat.cluster-example.eu-central-1.rds.amazonaws.com"
    reader_endpoint    = "heliostat.cluster-ro-example.eu-central-1.rds.amazonaws.com"
    master_user_secret = [{ secret_arn = "arn:aws:secretsmanager:eu-central-1:111122223333:secret:rds!cluster-example", kms_key_id = "arn:aws:kms:eu-central-1:111122223333:key/11111111-2222-3333-4444-555555555555", secret_status = "active" }]
  }
}

mock_resource "aws_secretsmanager_secret" {
  defaults = {
    arn = "arn:aws:secretsmanager:eu-central-1:111122223333:secret:heliostat-mock-AbCdEf"
    id  = "arn:aws:secretsmanager:eu-central-1:111122223333:secret:heliostat-mock-AbCdEf"
  }
}

mock_resource "aws_elasticache_replication_group" {
  defaults = {
    arn                      = "arn:aws:elasticache:eu-central-1:111122223333:replicationgroup:heliostat"
    primary_endpoint_address = "master.heliostat.example.euc1.cache.amazonaws.com"
  }
}

mock_resource "aws_s3_bucket" {
  defaults = {
    arn = "arn:aws:s3:::heliostat-mock"
    id  = "heliostat-mock"
  }
}

mock_resource "aws_acm_certificate" {
  defaults = {
    arn = "arn:aws:acm:eu-central-1:111122223333:certificate/11111111-2222-3333-4444-555555555555"
  }
}

mock_resource "aws_acm_certificate_validation" {
  defaults = {
    certificate_arn = "arn:aws:acm:eu-central-1:111122223333:certificate/11111111-2222-3333-4444-555555555555"
  }
}

mock_resource "aws_route53_zone" {
  defaults = {
    zone_id      = "Z0EXAMPLE0000000000"
    name_servers = ["ns-1.example.net", "ns-2.example.net"]
  }
}
