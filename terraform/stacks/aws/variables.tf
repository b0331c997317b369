variable "region" {
  description = "AWS region of everything."
  type        = string

  validation {
    condition     = can(regex("^[a-z]{2}(-[a-z]+)+-[0-9]$", var.region))
    error_message = "region must be an AWS region such as eu-central-1."
  }
}

variable "name" {
  description = "Name of the installation; of the cluster, and prefix of every resource."
  type        = string
  default     = "heliostat"

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{1,30}[a-z0-9]$", var.name))
    error_message = "name must be 3 to 32 lower-case letters, digits and hyphens, begin with a letter and not end with a hyphen: for example heliostat-prod."
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

variable "network" {
  description = "VPC: range, zones (empty: the region's first three), one NAT gateway for all zones or one each, days of flow logs."
  type = object({
    cidr                     = optional(string, "10.40.0.0/16")
    availability_zones       = optional(list(string), [])
    single_nat_gateway       = optional(bool, false)
    flow_logs_retention_days = optional(number, 90)
  })
  default = {}
}

variable "kubernetes_version" {
  description = "Minor version of Kubernetes, 1.27 or newer."
  type        = string
  default     = "1.34"
}

variable "api_public_access_cidrs" {
  description = "IPv4 ranges that may reach the Kubernetes API from the internet. Empty: inside the VPC only. 0.0.0.0/0 is refused."
  type        = list(string)
  default     = []

  validation {
    condition     = alltrue([for cidr in var.api_public_access_cidrs : can(cidrnetmask(cidr)) && try(tonumber(split("/", cidr)[1]) >= 16, false)])
    error_message = "api_public_access_cidrs must hold IPv4 ranges no wider than /16, such as 203.0.113.7/32: 0.0.0.0/0 is refused. Name your own addresses (curl https://checkip.amazonaws.com), or leave it empty and come in by a VPN."
  }
}

variable "api_private_access_cidrs" {
  description = "Ranges of your VPN or peered networks that may reach the Kubernetes API inside the VPC."
  type        = list(string)
  default     = []
}

variable "admin_principal_arns" {
  description = "IAM roles or users that administer the cluster, besides the one that creates it."
  type        = set(string)
  default     = []
}

variable "system_nodes" {
  description = "Node group of everything but the proxies. See the eks module."
  type = object({
    instance_types = optional(list(string), ["m7i.xlarge"])
    min_size       = optional(number, 2)
    max_size       = optional(number, 6)
    desired_size   = optional(number, 3)
    disk_gb        = optional(number, 100)
  })
  default = {}
}

variable "gateway_nodes" {
  description = "Node group of the proxies alone. See the eks module."
  type = object({
    instance_types = optional(list(string), ["c7i.large"])
    min_size       = optional(number, 2)
    max_size       = optional(number, 10)
    desired_size   = optional(number, 2)
    disk_gb        = optional(number, 50)
  })
  default = {}
}

variable "aurora" {
  description = "Aurora PostgreSQL. See the aurora module."
  type = object({
    engine_version        = optional(string, "17.5")
    mode                  = optional(string, "serverless")
    serverless_capacity   = optional(object({ min = optional(number, 0.5), max = optional(number, 8) }), {})
    instance_class        = optional(string, "db.r7g.large")
    instance_count        = optional(number, 2)
    backup_retention_days = optional(number, 14)
  })
  default = {}
}

variable "elasticache" {
  description = "Valkey for the queue. See the elasticache module."
  type = object({
    engine_version = optional(string, "8.0")
    node_type      = optional(string, "cache.t4g.medium")
    node_count     = optional(number, 2)
  })
  default = {}
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

variable "clickhouse" {
  description = "ClickHouse in the cluster, on a volume of volume_gb (url empty), or outside: url, user and the ARN of a secret of yours with the keys password and hql-password."
  type = object({
    url         = optional(string, "")
    user        = optional(string, "heliostat")
    secret_arn  = optional(string, "")
    kms_key_arn = optional(string, "")
    volume_gb   = optional(number, 200)
  })
  default = {}

  validation {
    condition     = var.clickhouse.url == "" || can(regex("^https://[^/@]+/?$", var.clickhouse.url))
    error_message = "clickhouse.url must be empty or begin with https:// and hold no user or path: for example https://abc123.eu-central-1.aws.clickhouse.cloud:8443."
  }

  validation {
    condition     = (var.clickhouse.url == "") == (var.clickhouse.secret_arn == "")
    error_message = "clickhouse.url and clickhouse.secret_arn go together: put {\"password\": …, \"hql-password\": …} into Secrets Manager and name its ARN."
  }
}

variable "dns" {
  description = "Route 53 zone, whether to make it, and the public names. Null: no names and no certificate; reach Heliostat by kubectl port-forward."
  type = object({
    zone_name   = string
    create_zone = optional(bool, false)
    hosts = object({
      web     = string
      api     = string
      gateway = string
    })
  })
  default = null
}

variable "ingress_allowed_cidrs" {
  description = "IPv4 ranges that may reach dashboard, API and gateway from the internet. Empty: the load balancer is internal, for the VPC and what is peered with it."
  type        = list(string)
  default     = []

  validation {
    condition     = alltrue([for cidr in var.ingress_allowed_cidrs : can(cidrnetmask(cidr)) && try(tonumber(split("/", cidr)[1]) >= 8, false)])
    error_message = "ingress_allowed_cidrs must hold IPv4 ranges no wider than /8: name your offices, VPN and clusters. For a service open to everyone, put CloudFront with WAF before an internal load balancer (docs/operations/aws.md)."
  }
}

variable "load_balancer_controller_policy_file" {
  description = "File with the IAM policy of the AWS Load Balancer Controller, from its release (docs/install/iam_policy.json). Empty: no role for it."
  type        = string
  default     = ""

  validation {
    condition     = var.load_balancer_controller_policy_file == "" || can(file(var.load_balancer_controller_policy_file))
    error_message = "load_balancer_controller_policy_file names a file that is not there: download iam_policy.json of your version of the controller (docs/operations/aws.md)."
  }
}

variable "load_balancer_name" {
  description = "Name of the load balancer that the ingress made, for the DNS records: set it, and apply again, once the charts are installed. Empty: no records."
  type        = string
  default     = ""

  validation {
    condition     = var.load_balancer_name == "" || var.dns != null
    error_message = "load_balancer_name needs dns: there is no zone to make records in."
  }
}

variable "image_registry" {
  description = "Registry that holds the images, such as 111122223333.dkr.ecr.eu-central-1.amazonaws.com. Empty: as in the charts."
  type        = string
  default     = ""
}

variable "deletion_protection" {
  description = "Whether AWS refuses to delete cluster, database and full buckets. Set to false and apply before terraform destroy."
  type        = bool
  default     = true
}

variable "tags" {
  description = "Tags of every resource."
  type        = map(string)
  default     = {}
}
