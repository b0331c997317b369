output "core_values" {
  description = "Values of the chart heliostat-core: terraform output -raw core_values > values.aws.yaml."
  value       = yamlencode(local.core_values)
}

output "infrastructure_values" {
  description = "Values of the chart heliostat-infrastructure: terraform output -raw infrastructure_values > values.infrastructure.aws.yaml."
  value       = yamlencode(local.infrastructure_values)
}

output "external_secrets" {
  description = "Manifests for the External Secrets Operator: terraform output -raw external_secrets | kubectl apply -f -."
  value       = join("---\n", [for manifest in local.external_secrets_manifests : yamlencode(manifest)])
}

output "storage_class" {
  description = "Manifest of the encrypted StorageClass: terraform output -raw storage_class | kubectl apply -f -."
  value       = module.eks.storage_class
}

output "kubeconfig_command" {
  description = "Command that lets kubectl and helm reach the cluster."
  value       = "aws eks update-kubeconfig --region ${var.region} --name ${module.eks.cluster_name}"
}

output "region" {
  description = "The region."
  value       = var.region
}

output "namespace" {
  description = "Namespace that Heliostat is installed in."
  value       = var.namespace
}

output "cluster_name" {
  description = "Name of the cluster."
  value       = module.eks.cluster_name
}

output "vpc_id" {
  description = "The VPC, for the AWS Load Balancer Controller's vpcId."
  value       = module.network.vpc_id
}

output "nat_public_ips" {
  description = "Addresses that LLM providers see."
  value       = module.network.nat_public_ips
}

output "database" {
  description = "What create-database-role needs: host, database, role and the two secrets' ARNs."
  value = {
    host                   = module.aurora.host
    name                   = module.aurora.database_name
    application_secret_arn = module.aurora.application_secret_arn
    master_secret_arn      = module.aurora.master_secret_arn
  }
}

output "queue_secret_arn" {
  description = "Secret with the queue's token, for those who do without the External Secrets Operator."
  value       = module.elasticache.secret_arn
}

output "buckets" {
  description = "Names of the buckets."
  value       = { bodies = module.bodies.bucket_name, backups = module.backups.bucket_name }
}

output "role_arns" {
  description = "IAM role of each component. restore is for the time of a restore, load-balancer for the AWS Load Balancer Controller."
  value       = module.workload_identity.role_arns
}

output "name_servers" {
  description = "Name servers to enter at the parent domain, where the stack made the zone."
  value       = var.dns == null ? [] : module.dns[0].name_servers
}
