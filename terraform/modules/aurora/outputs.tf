output "cluster_identifier" {
  description = "Name of the cluster in RDS."
  value       = aws_rds_cluster.this.cluster_identifier
}

output "host" {
  description = "The writer's endpoint."
  value       = aws_rds_cluster.this.endpoint
}

output "reader_host" {
  description = "The readers' endpoint."
  value       = aws_rds_cluster.this.reader_endpoint
}

output "port" {
  description = "PostgreSQL's port."
  value       = 5432
}

output "database_name" {
  description = "Database that Heliostat uses."
  value       = var.database_name
}

output "application_user" {
  description = "Role that Heliostat connects as."
  value       = var.application_user
}

output "database_url" {
  description = "DATABASE_URL, without the password: the charts add it from a secret. The server's certificate is checked against RDS' authorities, which the charts' caBundle names."
  value       = "postgresql://${var.application_user}@${aws_rds_cluster.this.endpoint}:5432/${var.database_name}?sslmode=verify-full"
}

output "application_secret_arn" {
  description = "Secret with the app's username and password."
  value       = aws_secretsmanager_secret.application.arn
}

output "master_secret_arn" {
  description = "Secret with the administrator's username and password, managed by RDS."
  value       = aws_rds_cluster.this.master_user_secret[0].secret_arn
}

output "kms_key_arn" {
  description = "Key of storage, snapshots and both secrets."
  value       = aws_kms_key.this.arn
}

output "security_group_id" {
  description = "Security group of the cluster."
  value       = aws_security_group.this.id
}
