module "elasticache" {
  source = "../modules/elasticache"

  name                       = var.name
  vpc_id                     = local.network.vpc_id
  subnet_ids                 = local.network.subnet_ids
  allowed_security_group_ids = local.network.allowed_security_group_ids
  engine_version             = var.engine_version
  node_type                  = var.node_type
  node_count                 = var.node_count
  tags                       = var.tags
}
