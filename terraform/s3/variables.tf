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

variable "buckets" {
  description = "Names of the buckets (empty: <name>-bodies-<account>-<region> and <name>-backups-…), bucket for access logs, origins for CORS."
  type = object({
    bodies               = optional(string, "")
    backups              = optional(string, "")
    access_log_bucket    = optional(string, "")
    cors_allowed_origins = optional(list(string), [])
  })
  default = {}
}

variable "backup_prefix" {
  description = "Path in the bucket of backups."
  type        = string
  default     = "backups"

  validation {
    condition     = can(regex("^[A-Za-z0-9._-]+(/[A-Za-z0-9._-]+)*$", var.backup_prefix))
    error_message = "backup_prefix must be a path such as backups or teams/a/backups."
  }
}

variable "namespace" {
  description = "Namespace that Heliostat is installed in."
  type        = string
  default     = "heliostat"

  validation {
    condition     = can(regex("^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$", var.namespace))
    error_message = "namespace must be 1 to 63 lower-case letters, digits and hyphens."
  }
}

variable "cluster_name" {
  description = "EKS cluster whose pods get a role for the buckets. Empty: no roles, for example for a cluster elsewhere that uses access keys."
  type        = string
  default     = ""
}

variable "force_destroy" {
  description = "Whether terraform destroy may delete buckets that hold objects; for trials only."
  type        = bool
  default     = false
}

variable "tags" {
  description = "Tags of every resource."
  type        = map(string)
  default     = {}
}
