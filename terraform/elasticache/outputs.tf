output "core_values" {
  description = "Values of heliostat-core for this queue: terraform output -raw core_values > values.elasticache.yaml. In heliostat-infrastructure set valkey.enabled to false."
  value = yamlencode({
    redis = {
      enabled        = true
      url            = module.elasticache.redis_url
      existingSecret = { name = "heliostat-valkey", passwordKey = "password" }
    }
  })
}

output "secret_arn" {
  description = "Secret with the token, key password."
  value       = module.elasticache.secret_arn
}
