output "host" {
  description = "The primary's endpoint."
  value       = aws_elasticache_replication_group.this.primary_endpoint_address
}

output "port" {
  description = "Valkey's port."
  value       = 6379
}

output "redis_url" {
  description = "REDIS_URL, without the token: the charts add it from a secret."
  value       = "rediss://${aws_elasticache_replication_group.this.primary_endpoint_address}:6379"
}

output "secret_arn" {
  description = "Secret with the token, key password."
  value       = aws_secretsmanager_secret.token.arn
}

output "kms_key_arn" {
  description = "Key of data, snapshots and the secret."
  value       = aws_kms_key.this.arn
}

output "security_group_id" {
  description = "Security group of the nodes."
  value       = aws_security_group.this.id
}
