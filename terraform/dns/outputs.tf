output "certificate_arn" {
  description = "The certificate of the three names: annotation alb.ingress.kubernetes.io/certificate-arn."
  value       = module.dns.certificate_arn
}

output "name_servers" {
  description = "Name servers to enter at the parent domain, where the zone was made here."
  value       = module.dns.name_servers
}
