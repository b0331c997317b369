data "aws_caller_identity" "current" {}
data "aws_region" "current" {}

locals {
  region         = data.aws_region.current.region
  suffix         = "${data.aws_caller_identity.current.account_id}-${local.region}"
  bodies_bucket  = var.buckets.bodies != "" ? var.buckets.bodies : "${var.name}-bodies-${local.suffix}"
  backups_bucket = var.buckets.backups != "" ? var.buckets.backups : "${var.name}-backups-${local.suffix}"
}

module "bodies" {
  source = "../modules/s3"

  bucket_name          = local.bodies_bucket
  purpose              = "bodies"
  access_log_bucket    = var.buckets.access_log_bucket
  cors_allowed_origins = var.buckets.cors_allowed_origins
  force_destroy        = var.force_destroy
  tags                 = var.tags
}

module "backups" {
  source = "../modules/s3"

  bucket_name                  = local.backups_bucket
  purpose                      = "backups"
  infrequent_access_after_days = 30
  access_log_bucket            = var.buckets.access_log_bucket
  force_destroy                = var.force_destroy
  tags                         = var.tags
}

data "aws_eks_cluster" "heliostat" {
  count = var.cluster_name == "" ? 0 : 1

  name = var.cluster_name
}

data "aws_iam_openid_connect_provider" "heliostat" {
  count = var.cluster_name == "" ? 0 : 1

  url = data.aws_eks_cluster.heliostat[0].identity[0].oidc[0].issuer
}

module "workload_identity" {
  source = "../modules/workload-identity"
  count  = var.cluster_name == "" ? 0 : 1

  name              = var.name
  namespace         = var.namespace
  oidc_provider_arn = data.aws_iam_openid_connect_provider.heliostat[0].arn
  oidc_issuer       = replace(data.aws_eks_cluster.heliostat[0].identity[0].oidc[0].issuer, "https://", "")
  bodies            = { bucket_arn = module.bodies.bucket_arn, kms_key_arn = module.bodies.kms_key_arn }
  backups           = { bucket_arn = module.backups.bucket_arn, kms_key_arn = module.backups.kms_key_arn, prefix = var.backup_prefix }
  tags              = var.tags
}
