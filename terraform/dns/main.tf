module "dns" {
  source = "../modules/dns"

  zone_name     = var.zone_name
  create_zone   = var.create_zone
  hosts         = var.hosts
  load_balancer = var.load_balancer
  tags          = var.tags
}
