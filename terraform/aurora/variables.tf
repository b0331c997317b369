variable "region" {
  description = "AWS region. Empty: that of the environment (AWS_REGION) or of the AWS profile."
  type        = string
  default     = ""

  validation {
    condition     = var.region == "" || can(regex("^[a-z]{2}(-[a-z]+)+-[0-9]$", var.region))
    error_message = "region must be an AWS region such as eu-central-1, or empty."
  }
}

variable "name" {
  description = "Name of the installation; prefix of every resource."
  type        = string
  default     = "heliostat"

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{1,30}[a-z0-9]$", var.name))
    error_message = "name must be 3 to 32 lower-case letters, digits and hyphens, begin with a letter and not end with a hyphen: for example heliostat-prod."
  }
}

variable "network" {
  description = "VPC, subnets and security groups that may connect. Null: those that terraform/eks made under the same name."
  type = object({
    vpc_id                     = string
    subnet_ids                 = list(string)
    allowed_security_group_ids = map(string)
  })
  default = null
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

variable "tags" {
  description = "Tags of every resource."
  type        = map(string)
  default     = {}
}
