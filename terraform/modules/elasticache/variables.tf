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
  description = "Version of Valkey."
  type        = string
  default     = "8.0"

  validation {
    condition     = can(regex("^(7\\.2|8\\.[0-9]+)$", var.engine_version))
    error_message = "engine_version must be a version of Valkey such as 7.2 or 8.0."
  }
}

variable "node_type" {
  description = "Node type. The queue holds references of a few hundred bytes, not bodies."
  type        = string
  default     = "cache.t4g.medium"

  validation {
    condition     = can(regex("^cache\\.[a-z0-9]+\\.[a-z0-9]+$", var.node_type))
    error_message = "node_type must be a type such as cache.t4g.medium."
  }
}

variable "node_count" {
  description = "Primary and replicas, spread over the zones. Two or more fail over by themselves."
  type        = number
  default     = 2

  validation {
    condition     = var.node_count >= 1 && var.node_count <= 6 && floor(var.node_count) == var.node_count
    error_message = "node_count must be a whole number from 1 to 6: 2 for failover, 1 for a trial."
  }
}

variable "snapshot_retention_days" {
  description = "Days that daily snapshots are kept."
  type        = number
  default     = 7

  validation {
    condition     = var.snapshot_retention_days >= 0 && var.snapshot_retention_days <= 35
    error_message = "snapshot_retention_days must be 0 (none) to 35."
  }
}

variable "tags" {
  description = "Tags of every resource."
  type        = map(string)
  default     = {}
}
