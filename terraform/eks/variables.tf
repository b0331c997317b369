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
  description = "Name of the installation; of the cluster and the VPC, and prefix of every resource."
  type        = string
  default     = "heliostat"

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{1,30}[a-z0-9]$", var.name))
    error_message = "name must be 3 to 32 lower-case letters, digits and hyphens, begin with a letter and not end with a hyphen: for example heliostat-prod."
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

variable "deletion_protection" {
  description = "Whether EKS refuses to delete the cluster. Set to false and apply before terraform destroy."
  type        = bool
  default     = true
}

variable "tags" {
  description = "Tags of every resource."
  type        = map(string)
  default     = {}
}
