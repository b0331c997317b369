output "core_values" {
  description = "Values of heliostat-core for this database: terraform output -raw core_values > values.aurora.yaml. In heliostat-infrastructure set postgres.enabled to false."
  value = yamlencode({
    caBundle = { configMap = "heliostat-rds-ca", key = "rds.pem" }
    postgres = {
      host           = module.aurora.host
      port           = module.aurora.port
      database       = module.aurora.database_name
      user           = module.aurora.application_user
      sslMode        = "verify-full"
      existingSecret = { name = "heliostat-postgres", passwordKey = "password" }
    }
  })
}

output "host" {
  description = "The writer's endpoint."
  value       = module.aurora.host
}

output "application_secret_arn" {
  description = "Secret with the app's username and password."
  value       = module.aurora.application_secret_arn
}

output "master_secret_arn" {
  description = "Secret with the administrator's username and password, managed by RDS."
  value       = module.aurora.master_secret_arn
}
