variable "name" {
  description = "Name of the installation; prefix of every resource."
  type        = string
  default     = "heliostat"

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{1,30}[a-z0-9]$", var.name))
    error_message = "name must be 3 to 32 lower-case letters, digits and hyphens, begin with a letter and not end with a hyphen: for example heliostat-prod."
  }
}

variable "oidc_provider_arn" {
  description = "IAM's provider for the cluster's service accounts (output of the eks module)."
  type        = string

  validation {
    condition     = can(regex("^arn:aws[a-z-]*:iam::[0-9]{12}:oidc-provider/.+$", var.oidc_provider_arn))
    error_message = "oidc_provider_arn must be the ARN of an OIDC provider in IAM (output oidc_provider_arn of the eks module)."
  }
}

variable "oidc_issuer" {
  description = "Issuer of the service accounts' tokens, without https:// (output of the eks module)."
  type        = string

  validation {
    condition     = !startswith(var.oidc_issuer, "https://") && length(var.oidc_issuer) > 0
    error_message = "oidc_issuer must not begin with https:// (output oidc_issuer of the eks module)."
  }
}

variable "namespace" {
  description = "Namespace that Heliostat is installed in."
  type        = string
  default     = "heliostat"

  validation {
    condition     = can(regex("^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$", var.namespace))
    error_message = "namespace must be the name of one namespace; wildcards would let others take the roles."
  }
}

variable "fullname" {
  description = "fullnameOverride of the charts: first part of the service accounts' names."
  type        = string
  default     = "heliostat"

  validation {
    condition     = can(regex("^[a-z]([a-z0-9-]{0,28}[a-z0-9])?$", var.fullname))
    error_message = "fullname must be 1 to 30 lower-case letters, digits and hyphens, as the charts' fullnameOverride."
  }
}

variable "bodies" {
  description = "Bucket of request and response bodies, and its key (outputs of the s3 module)."
  type = object({
    bucket_arn  = string
    kms_key_arn = string
  })

  validation {
    condition     = can(regex("^arn:aws[a-z-]*:s3:::[a-z0-9.-]+$", var.bodies.bucket_arn)) && can(regex("^arn:aws[a-z-]*:kms:.+:key/.+$", var.bodies.kms_key_arn))
    error_message = "bodies needs the ARN of one bucket, without /*, and of its KMS key (outputs bucket_arn and kms_key_arn of the s3 module)."
  }
}

variable "backups" {
  description = "Bucket of backups, its key (outputs of the s3 module), and the path that backups lie under (backup.prefix of the chart)."
  type = object({
    bucket_arn  = string
    kms_key_arn = string
    prefix      = optional(string, "backups")
  })

  validation {
    condition     = can(regex("^arn:aws[a-z-]*:s3:::[a-z0-9.-]+$", var.backups.bucket_arn)) && can(regex("^arn:aws[a-z-]*:kms:.+:key/.+$", var.backups.kms_key_arn)) && can(regex("^[A-Za-z0-9._-]+(/[A-Za-z0-9._-]+)*$", var.backups.prefix))
    error_message = "backups needs the ARN of one bucket, without /*, of its KMS key, and a prefix such as backups or teams/a/backups."
  }
}

variable "external_secrets" {
  description = "Service account of the External Secrets Operator's store, and the secrets with their keys that it may read. Null: no role."
  type = object({
    namespace       = optional(string, "heliostat")
    service_account = optional(string, "heliostat-external-secrets")
    secret_arns     = list(string)
    kms_key_arns    = list(string)
  })
  default = null

  validation {
    condition     = var.external_secrets == null || try(length(var.external_secrets.secret_arns) > 0 && alltrue([for arn in var.external_secrets.secret_arns : can(regex("^arn:aws[a-z-]*:secretsmanager:[^*]+$", arn))]), false)
    error_message = "external_secrets.secret_arns must name secrets one by one, without *."
  }
}

variable "load_balancer_controller_policy" {
  description = "IAM policy, as JSON, that the AWS Load Balancer Controller's documentation gives for its version. Empty: no role."
  type        = string
  default     = ""

  validation {
    condition     = var.load_balancer_controller_policy == "" || can(jsondecode(var.load_balancer_controller_policy).Statement)
    error_message = "load_balancer_controller_policy must be the JSON of an IAM policy: docs/install/iam_policy.json of the controller's version."
  }

  validation {
    condition     = !can(regex("\"Action\":\\s*\\[?\\s*\"\\*\"", var.load_balancer_controller_policy))
    error_message = "load_balancer_controller_policy allows every action: that is not the controller's policy."
  }
}

variable "tags" {
  description = "Tags of every resource."
  type        = map(string)
  default     = {}
}
