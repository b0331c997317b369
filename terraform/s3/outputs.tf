locals {
  roles = var.cluster_name == "" ? {} : module.workload_identity[0].role_arns
  role  = { for name, arn in local.roles : name => { serviceAccount = { annotations = { "eks.amazonaws.com/role-arn" = arn } } } }
}

output "core_values" {
  description = "Values of heliostat-core for these buckets: terraform output -raw core_values > values.s3.yaml. In heliostat-infrastructure set minio.enabled to false."
  value = yamlencode(merge(
    {
      objects = { endpoint = "https://s3.${local.region}.amazonaws.com", bucket = module.bodies.bucket_name, region = local.region, auth = var.cluster_name == "" ? "keys" : "iam" }
      backup = merge(
        { enabled = true, bucket = module.backups.bucket_name, prefix = var.backup_prefix, region = local.region },
        { for name, value in local.role : "serviceAccount" => value.serviceAccount if name == "backup" },
      )
    },
    { for name, value in local.role : (name == "migrate" ? "migrations" : name) => value if contains(["proxy", "jawn", "worker", "migrate"], name) },
  ))
}

output "buckets" {
  description = "Names of the buckets."
  value       = { bodies = module.bodies.bucket_name, backups = module.backups.bucket_name }
}

output "role_arns" {
  description = "IAM role of each component, where cluster_name was given."
  value       = local.roles
}
