output "zone_id" {
  description = "The zone in Route 53."
  value       = local.zone_id
}

output "name_servers" {
  description = "Name servers to enter at the parent domain, where the module made the zone."
  value       = var.create_zone ? aws_route53_zone.this[0].name_servers : []
}

output "certificate_arn" {
  description = "The certificate of the three names, once it is issued."
  value       = aws_acm_certificate_validation.this.certificate_arn
}

output "hosts" {
  description = "Public names of the dashboard, the API and the gateway."
  value       = var.hosts
}
