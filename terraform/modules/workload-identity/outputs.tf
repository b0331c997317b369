output "role_arns" {
  description = "Role by component: proxy, jawn, worker, migrate, backup, restore, stores; external-secrets and load-balancer where asked for. Value of the annotation eks.amazonaws.com/role-arn."
  value       = { for name, role in aws_iam_role.this : name => role.arn }
}
