data "aws_caller_identity" "current" {}

locals {
  suffix         = "${data.aws_caller_identity.current.account_id}-${var.region}"
  bodies_bucket  = var.buckets.bodies != "" ? var.buckets.bodies : "${var.name}-bodies-${local.suffix}"
  backups_bucket = var.buckets.backups != "" ? var.buckets.backups : "${var.name}-backups-${local.suffix}"
  fullname       = "heliostat"
}

module "network" {
  source = "../../modules/network"

  name                     = var.name
  cidr                     = var.network.cidr
  availability_zones       = var.network.availability_zones
  single_nat_gateway       = var.network.single_nat_gateway
  flow_logs_retention_days = var.network.flow_logs_retention_days
  tags                     = var.tags
}

module "eks" {
  source = "../../modules/eks"

  name                          = var.name
  kubernetes_version            = var.kubernetes_version
  vpc_id                        = module.network.vpc_id
  subnet_ids                    = module.network.private_subnet_ids
  endpoint_public_access_cidrs  = var.api_public_access_cidrs
  endpoint_private_access_cidrs = var.api_private_access_cidrs
  admin_principal_arns          = var.admin_principal_arns
  system_nodes                  = var.system_nodes
  gateway_nodes                 = var.gateway_nodes
  deletion_protection           = var.deletion_protection
  tags                          = var.tags
}

module "aurora" {
  source = "../../modules/aurora"

  name                       = var.name
  vpc_id                     = module.network.vpc_id
  subnet_ids                 = module.network.database_subnet_ids
  allowed_security_group_ids = { nodes = module.eks.cluster_security_group_id }
  engine_version             = var.aurora.engine_version
  mode                       = var.aurora.mode
  serverless_capacity        = var.aurora.serverless_capacity
  instance_class             = var.aurora.instance_class
  instance_count             = var.aurora.instance_count
  backup_retention_days      = var.aurora.backup_retention_days
  deletion_protection        = var.deletion_protection
  secret_recovery_days       = var.deletion_protection ? 30 : 0
  tags                       = var.tags
}

module "elasticache" {
  source = "../../modules/elasticache"

  name                       = var.name
  vpc_id                     = module.network.vpc_id
  subnet_ids                 = module.network.database_subnet_ids
  allowed_security_group_ids = { nodes = module.eks.cluster_security_group_id }
  engine_version             = var.elasticache.engine_version
  node_type                  = var.elasticache.node_type
  node_count                 = var.elasticache.node_count
  secret_recovery_days       = var.deletion_protection ? 30 : 0
  tags                       = var.tags
}

module "bodies" {
  source = "../../modules/s3"

  bucket_name          = local.bodies_bucket
  purpose              = "bodies"
  access_log_bucket    = var.buckets.access_log_bucket
  cors_allowed_origins = var.buckets.cors_allowed_origins
  force_destroy        = !var.deletion_protection
  tags                 = var.tags
}

module "backups" {
  source = "../../modules/s3"

  bucket_name                  = local.backups_bucket
  purpose                      = "backups"
  infrequent_access_after_days = 30
  access_log_bucket            = var.buckets.access_log_bucket
  force_destroy                = !var.deletion_protection
  tags                         = var.tags
}

module "workload_identity" {
  source = "../../modules/workload-identity"

  name              = var.name
  namespace         = var.namespace
  fullname          = local.fullname
  oidc_provider_arn = module.eks.oidc_provider_arn
  oidc_issuer       = module.eks.oidc_issuer
  bodies            = { bucket_arn = module.bodies.bucket_arn, kms_key_arn = module.bodies.kms_key_arn }
  backups           = { bucket_arn = module.backups.bucket_arn, kms_key_arn = module.backups.kms_key_arn, prefix = var.backup_prefix }
  tags              = var.tags

  external_secrets = {
    namespace       = var.namespace
    service_account = "${local.fullname}-external-secrets"
    secret_arns     = concat([module.aurora.application_secret_arn, module.elasticache.secret_arn], var.clickhouse.secret_arn == "" ? [] : [var.clickhouse.secret_arn])
    kms_key_arns    = concat([module.aurora.kms_key_arn, module.elasticache.kms_key_arn], var.clickhouse.kms_key_arn == "" ? [] : [var.clickhouse.kms_key_arn])
  }

  load_balancer_controller_policy = var.load_balancer_controller_policy_file == "" ? "" : file(var.load_balancer_controller_policy_file)
}

data "aws_lb" "ingress" {
  count = var.load_balancer_name == "" ? 0 : 1

  name = var.load_balancer_name
}

module "dns" {
  source = "../../modules/dns"
  count  = var.dns == null ? 0 : 1

  zone_name     = var.dns.zone_name
  create_zone   = var.dns.create_zone
  hosts         = var.dns.hosts
  load_balancer = var.load_balancer_name == "" ? null : { dns_name = data.aws_lb.ingress[0].dns_name, zone_id = data.aws_lb.ingress[0].zone_id }
  tags          = var.tags
}
