module "aurora" {
  source = "../modules/aurora"

  name                       = var.name
  vpc_id                     = local.network.vpc_id
  subnet_ids                 = local.network.subnet_ids
  allowed_security_group_ids = local.network.allowed_security_group_ids
  engine_version             = var.engine_version
  mode                       = var.mode
  serverless_capacity        = var.serverless_capacity
  instance_class             = var.instance_class
  instance_count             = var.instance_count
  backup_retention_days      = var.backup_retention_days
  deletion_protection        = var.deletion_protection
  skip_final_snapshot        = var.skip_final_snapshot
  tags                       = var.tags
}
