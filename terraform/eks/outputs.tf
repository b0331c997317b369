output "cluster_name" {
  description = "Name of the cluster: aws eks update-kubeconfig --name <it>."
  value       = module.eks.cluster_name
}

output "vpc_id" {
  description = "The VPC."
  value       = module.network.vpc_id
}

output "database_subnet_ids" {
  description = "Subnets for the stores; terraform/aurora and terraform/elasticache find them by their tags."
  value       = module.network.database_subnet_ids
}

output "cluster_security_group_id" {
  description = "Security group of the nodes."
  value       = module.eks.cluster_security_group_id
}

output "storage_class" {
  description = "Manifest of the encrypted StorageClass: terraform output -raw storage_class | kubectl apply -f -."
  value       = module.eks.storage_class
}
