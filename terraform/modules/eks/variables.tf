variable "name" {
  description = "Name of the installation; prefix of every resource."
  type        = string
  default     = "heliostat"

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{1,30}[a-z0-9]$", var.name))
    error_message = "name must be 3 to 32 lower-case letters, digits and hyphens, begin with a letter and not end with a hyphen: for example heliostat-prod."
  }
}

variable "kubernetes_version" {
  description = "Minor version of Kubernetes. The charts need 1.27 or newer; EKS charges more for versions out of standard support."
  type        = string
  default     = "1.34"

  validation {
    condition     = can(regex("^1\\.[0-9]{2}$", var.kubernetes_version)) && try(tonumber(split(".", var.kubernetes_version)[1]) >= 27, false)
    error_message = "kubernetes_version must be 1.27 or newer, without a patch number: for example 1.34."
  }
}

variable "vpc_id" {
  description = "VPC of the cluster (output vpc_id of the network module)."
  type        = string

  validation {
    condition     = can(regex("^vpc-[0-9a-f]+$", var.vpc_id))
    error_message = "vpc_id must be the id of a VPC such as vpc-0123456789abcdef0 (output vpc_id of the network module)."
  }
}

variable "subnet_ids" {
  description = "Private subnets of the nodes and of the control plane's network interfaces, in two zones or more."
  type        = list(string)

  validation {
    condition     = length(var.subnet_ids) >= 2
    error_message = "subnet_ids needs private subnets in at least two zones (output private_subnet_ids of the network module)."
  }
}

variable "endpoint_public_access_cidrs" {
  description = "IPv4 ranges that may reach the Kubernetes API from the internet. Empty: it is reachable inside the VPC only."
  type        = list(string)
  default     = []

  validation {
    condition     = alltrue([for cidr in var.endpoint_public_access_cidrs : can(cidrnetmask(cidr))])
    error_message = "endpoint_public_access_cidrs must hold IPv4 ranges such as 203.0.113.7/32."
  }

  validation {
    condition     = alltrue([for cidr in var.endpoint_public_access_cidrs : try(tonumber(split("/", cidr)[1]) >= 16, true)])
    error_message = "endpoint_public_access_cidrs must not open the Kubernetes API to the world: 0.0.0.0/0 and ranges wider than /16 are refused. Name your own addresses (curl https://checkip.amazonaws.com), or leave it empty and come in by a VPN."
  }
}

variable "endpoint_private_access_cidrs" {
  description = "Ranges besides the nodes that may reach the Kubernetes API inside the VPC: a VPN, a bastion, a peered network."
  type        = list(string)
  default     = []

  validation {
    condition     = alltrue([for cidr in var.endpoint_private_access_cidrs : can(cidrnetmask(cidr)) && try(tonumber(split("/", cidr)[1]) >= 8, false)])
    error_message = "endpoint_private_access_cidrs must hold IPv4 ranges no wider than /8, such as 10.200.0.0/16: 0.0.0.0/0 is refused."
  }
}

variable "admin_principal_arns" {
  description = "IAM roles or users that administer the cluster, besides the one that creates it."
  type        = set(string)
  default     = []

  validation {
    condition     = alltrue([for arn in var.admin_principal_arns : can(regex("^arn:aws[a-z-]*:iam::[0-9]{12}:(role|user)/.+$", arn))])
    error_message = "admin_principal_arns must hold ARNs of IAM roles or users, such as arn:aws:iam::111122223333:role/platform (not an assumed-role session of STS)."
  }
}

variable "system_nodes" {
  description = "Node group of everything but the proxies: jawn, worker, web, stores in the cluster, monitoring."
  type = object({
    instance_types = optional(list(string), ["m7i.xlarge"])
    min_size       = optional(number, 2)
    max_size       = optional(number, 6)
    desired_size   = optional(number, 3)
    disk_gb        = optional(number, 100)
  })
  default = {}

  validation {
    condition     = var.system_nodes.min_size >= 1 && var.system_nodes.min_size <= var.system_nodes.desired_size && var.system_nodes.desired_size <= var.system_nodes.max_size
    error_message = "system_nodes needs 1 <= min_size <= desired_size <= max_size."
  }

  validation {
    condition     = length(var.system_nodes.instance_types) > 0 && var.system_nodes.disk_gb >= 30
    error_message = "system_nodes needs at least one instance type and disk_gb of 30 or more: images and logs lie on that disk."
  }
}

variable "gateway_nodes" {
  description = "Node group of the proxies alone (tainted heliostat.io/pool=gateway:NoSchedule), so that a busy store cannot slow a request."
  type = object({
    instance_types = optional(list(string), ["c7i.large"])
    min_size       = optional(number, 2)
    max_size       = optional(number, 10)
    desired_size   = optional(number, 2)
    disk_gb        = optional(number, 50)
  })
  default = {}

  validation {
    condition     = var.gateway_nodes.min_size >= 1 && var.gateway_nodes.min_size <= var.gateway_nodes.desired_size && var.gateway_nodes.desired_size <= var.gateway_nodes.max_size
    error_message = "gateway_nodes needs 1 <= min_size <= desired_size <= max_size."
  }

  validation {
    condition     = length(var.gateway_nodes.instance_types) > 0 && var.gateway_nodes.disk_gb >= 30
    error_message = "gateway_nodes needs at least one instance type and disk_gb of 30 or more: images and logs lie on that disk."
  }
}

variable "addon_versions" {
  description = "Version by add-on, such as { coredns = \"v1.12.4-eksbuild.1\" }. One that is not named gets EKS's default for the cluster's version."
  type        = map(string)
  default     = {}

  validation {
    condition     = length(setsubtract(keys(var.addon_versions), ["vpc-cni", "kube-proxy", "coredns", "aws-ebs-csi-driver", "metrics-server"])) == 0
    error_message = "addon_versions may name vpc-cni, kube-proxy, coredns, aws-ebs-csi-driver and metrics-server."
  }
}

variable "deletion_protection" {
  description = "Whether EKS refuses to delete the cluster. Set to false and apply before terraform destroy."
  type        = bool
  default     = true
}

variable "log_retention_days" {
  description = "Days that the control plane's logs are kept in CloudWatch."
  type        = number
  default     = 90

  validation {
    condition     = contains([1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653], var.log_retention_days)
    error_message = "log_retention_days must be a number that CloudWatch knows: 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731 and so on."
  }
}

variable "tags" {
  description = "Tags of every resource."
  type        = map(string)
  default     = {}
}
