variable "name" {
  description = "Name of the installation; prefix of every resource."
  type        = string
  default     = "heliostat"

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{1,30}[a-z0-9]$", var.name))
    error_message = "name must be 3 to 32 lower-case letters, digits and hyphens, begin with a letter and not end with a hyphen: for example heliostat-prod."
  }
}

variable "vpc_id" {
  description = "VPC of the store (output vpc_id of the network module)."
  type        = string

  validation {
    condition     = can(regex("^vpc-[0-9a-f]+$", var.vpc_id))
    error_message = "vpc_id must be the id of a VPC such as vpc-0123456789abcdef0 (output vpc_id of the network module)."
  }
}

variable "subnet_ids" {
  description = "Database subnets in two zones or more (output database_subnet_ids of the network module)."
  type        = list(string)

  validation {
    condition     = length(var.subnet_ids) >= 2
    error_message = "subnet_ids needs subnets in at least two zones (output database_subnet_ids of the network module)."
  }
}

variable "allowed_security_group_ids" {
  description = "Security groups that may connect, by a name of your choice: { nodes = output cluster_security_group_id of the eks module }."
  type        = map(string)

  validation {
    condition     = length(var.allowed_security_group_ids) > 0 && alltrue([for id in values(var.allowed_security_group_ids) : can(regex("^sg-[0-9a-f]+$", id))])
    error_message = "allowed_security_group_ids must name at least one security group such as { nodes = \"sg-0123456789abcdef0\" }; address ranges are not taken."
  }
}

variable "secret_recovery_days" {
  description = "Days for which a deleted secret can be restored; 0 deletes at once."
  type        = number
  default     = 30

  validation {
    condition     = var.secret_recovery_days == 0 || (var.secret_recovery_days >= 7 && var.secret_recovery_days <= 30)
    error_message = "secret_recovery_days must be 0 or 7 to 30."
  }
}

variable "engine_version" {
  description = "Version of Aurora PostgreSQL."
  type        = string
  default     = "17.5"

  validation {
    condition     = can(regex("^1[5-9]\\.[0-9]+$", var.engine_version))
    error_message = "engine_version must be a version of Aurora PostgreSQL from 15 on, such as 17.5 (aws rds describe-db-engine-versions --engine aurora-postgresql)."
  }
}

variable "mode" {
  description = "serverless (Serverless v2: capacity follows load) or provisioned (a fixed instance class)."
  type        = string
  default     = "serverless"

  validation {
    condition     = contains(["serverless", "provisioned"], var.mode)
    error_message = "mode must be serverless or provisioned."
  }
}

variable "serverless_capacity" {
  description = "Aurora capacity units of each instance (2 GiB each) in serverless mode."
  type = object({
    min = optional(number, 0.5)
    max = optional(number, 8)
  })
  default = {}

  validation {
    condition     = var.serverless_capacity.min >= 0.5 && var.serverless_capacity.min <= var.serverless_capacity.max && var.serverless_capacity.max <= 256
    error_message = "serverless_capacity needs 0.5 <= min <= max <= 256: a cluster that pauses at 0 would fail the proxies' first requests."
  }
}

variable "instance_class" {
  description = "Instance class in provisioned mode."
  type        = string
  default     = "db.r7g.large"

  validation {
    condition     = can(regex("^db\\.[a-z0-9]+\\.[a-z0-9]+$", var.instance_class)) && var.instance_class != "db.serverless"
    error_message = "instance_class must be a class such as db.r7g.large; for db.serverless set mode = \"serverless\"."
  }
}

variable "instance_count" {
  description = "Writer and readers, spread over the zones. Two or more fail over within about a minute."
  type        = number
  default     = 2

  validation {
    condition     = var.instance_count >= 1 && var.instance_count <= 15 && floor(var.instance_count) == var.instance_count
    error_message = "instance_count must be a whole number from 1 to 15: 2 for failover, 1 for a trial."
  }
}

variable "database_name" {
  description = "Database that Heliostat uses."
  type        = string
  default     = "heliostat"

  validation {
    condition     = can(regex("^[a-z][a-z0-9_]{0,62}$", var.database_name))
    error_message = "database_name must begin with a lower-case letter and hold lower-case letters, digits and underscores."
  }
}

variable "application_user" {
  description = "Role that Heliostat connects as. Terraform makes its password; create-database-role makes the role."
  type        = string
  default     = "heliostat"

  validation {
    condition     = can(regex("^[a-z][a-z0-9_]{0,62}$", var.application_user)) && var.application_user != var.master_username
    error_message = "application_user must be lower-case letters, digits and underscores, and other than master_username: the app needs no administrator."
  }
}

variable "master_username" {
  description = "Administrator of the cluster; the app does not use it. Its password is made and rotated by RDS in Secrets Manager."
  type        = string
  default     = "heliostat_admin"

  validation {
    condition     = can(regex("^[a-z][a-z0-9_]{0,15}$", var.master_username)) && !contains(["admin", "postgres", "rdsadmin"], var.master_username)
    error_message = "master_username must be 1 to 16 lower-case letters, digits and underscores, and not admin, postgres or rdsadmin."
  }
}

variable "master_password_rotation_days" {
  description = "Days after which RDS gives the administrator a new password."
  type        = number
  default     = 30

  validation {
    condition     = var.master_password_rotation_days >= 1 && var.master_password_rotation_days <= 365
    error_message = "master_password_rotation_days must be 1 to 365."
  }
}

variable "backup_retention_days" {
  description = "Days to which the cluster can be restored to any second."
  type        = number
  default     = 14

  validation {
    condition     = var.backup_retention_days >= 7 && var.backup_retention_days <= 35
    error_message = "backup_retention_days must be 7 to 35."
  }
}

variable "deletion_protection" {
  description = "Whether RDS refuses to delete the cluster. Set to false and apply before terraform destroy."
  type        = bool
  default     = true
}

variable "skip_final_snapshot" {
  description = "Whether destroy keeps no last snapshot; for trials only."
  type        = bool
  default     = false
}

variable "performance_insights_retention_days" {
  description = "Days of Performance Insights: 7 is free."
  type        = number
  default     = 7

  validation {
    condition     = contains([7, 31, 62, 93, 124, 155, 186, 217, 248, 279, 310, 341, 372, 403, 434, 465, 496, 527, 558, 589, 620, 651, 682, 713, 731], var.performance_insights_retention_days)
    error_message = "performance_insights_retention_days must be 7, a multiple of 31 up to 713, or 731."
  }
}

variable "tags" {
  description = "Tags of every resource."
  type        = map(string)
  default     = {}
}
