# A cluster from nothing: the network and the cluster in it.
module "network" {
  source = "../modules/network"

  name                     = var.name
  cidr                     = var.network.cidr
  availability_zones       = var.network.availability_zones
  single_nat_gateway       = var.network.single_nat_gateway
  flow_logs_retention_days = var.network.flow_logs_retention_days
  tags                     = var.tags
}

module "eks" {
  source = "../modules/eks"

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
