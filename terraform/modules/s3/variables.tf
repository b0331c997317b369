variable "bucket_name" {
  description = "Name of the bucket; unique in all of AWS."
  type        = string

  validation {
    condition     = can(regex("^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$", var.bucket_name))
    error_message = "bucket_name must be 3 to 63 lower-case letters, digits and hyphens: for example heliostat-bodies-eu-1. Dots would break TLS."
  }
}

variable "purpose" {
  description = "What is kept there, for the description of the key and a tag."
  type        = string
  default     = "bodies"

  validation {
    condition     = contains(["bodies", "backups"], var.purpose)
    error_message = "purpose must be bodies or backups."
  }
}

variable "cors_allowed_origins" {
  description = "Origins whose pages may read objects by signed URL, such as the dashboard's. Heliostat serves bodies by its API and needs none."
  type        = list(string)
  default     = []

  validation {
    condition     = alltrue([for origin in var.cors_allowed_origins : can(regex("^https://[a-z0-9.-]+(:[0-9]+)?$", origin))])
    error_message = "cors_allowed_origins must hold origins such as https://heliostat.example.com: https, no path, no *."
  }
}

variable "infrequent_access_after_days" {
  description = "Days after which objects move to Standard-IA; 0 for never."
  type        = number
  default     = 60

  validation {
    condition     = var.infrequent_access_after_days == 0 || var.infrequent_access_after_days >= 30
    error_message = "infrequent_access_after_days must be 0 or 30 and more: S3 does not move younger objects there."
  }
}

variable "noncurrent_days" {
  description = "Days for which a deleted or overwritten object can still be brought back."
  type        = number
  default     = 30

  validation {
    condition     = var.noncurrent_days >= 1
    error_message = "noncurrent_days must be 1 or more."
  }
}

variable "access_log_bucket" {
  description = "Name of a bucket of yours for S3's access logs. Empty: none."
  type        = string
  default     = ""

  validation {
    condition     = var.access_log_bucket != var.bucket_name
    error_message = "access_log_bucket must be another bucket: logs of writing logs would never end."
  }
}

variable "force_destroy" {
  description = "Whether terraform destroy may delete a bucket that holds objects; for trials only."
  type        = bool
  default     = false
}

variable "tags" {
  description = "Tags of every resource."
  type        = map(string)
  default     = {}
}
