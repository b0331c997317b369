variable "name" {
  description = "Name of the installation; prefix of every resource and value of the Name tag of the VPC."
  type        = string
  default     = "heliostat"

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{1,30}[a-z0-9]$", var.name))
    error_message = "name must be 3 to 32 lower-case letters, digits and hyphens, begin with a letter and not end with a hyphen: for example heliostat-prod."
  }
}

variable "cidr" {
  description = "IPv4 range of the VPC, /16 to /20. Must not overlap networks that are to be peered."
  type        = string
  default     = "10.40.0.0/16"

  validation {
    condition     = can(cidrnetmask(var.cidr)) && try(tonumber(split("/", var.cidr)[1]) >= 16 && tonumber(split("/", var.cidr)[1]) <= 20, false)
    error_message = "cidr must be an IPv4 range of size /16 to /20: for example 10.40.0.0/16."
  }

  validation {
    condition     = can(regex("^(10\\.|172\\.(1[6-9]|2[0-9]|3[01])\\.|192\\.168\\.|100\\.(6[4-9]|[7-9][0-9]|1[01][0-9]|12[0-7])\\.)", var.cidr))
    error_message = "cidr must be a private range (10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16 or 100.64.0.0/10)."
  }
}

variable "availability_zones" {
  description = "Names of two to four availability zones. Empty: the first three of the provider's region."
  type        = list(string)
  default     = []

  validation {
    condition     = length(var.availability_zones) == 0 || (length(var.availability_zones) >= 2 && length(var.availability_zones) <= 4)
    error_message = "availability_zones must be empty or name two to four zones: Aurora and ElastiCache need two to fail over."
  }

  validation {
    condition     = length(distinct(var.availability_zones)) == length(var.availability_zones)
    error_message = "availability_zones names a zone twice: name each one once."
  }
}

variable "single_nat_gateway" {
  description = "One NAT gateway for all zones: cheaper, but the loss of its zone cuts the others off from the providers."
  type        = bool
  default     = false
}

variable "interface_endpoints" {
  description = "AWS services reached without leaving the VPC, by the last part of the endpoint's name. S3 has a gateway endpoint always."
  type        = set(string)
  default     = ["autoscaling", "ec2", "ecr.api", "ecr.dkr", "eks", "elasticloadbalancing", "kms", "logs", "secretsmanager", "sts"]

  validation {
    condition     = alltrue([for service in var.interface_endpoints : can(regex("^[a-z0-9.-]+$", service))])
    error_message = "interface_endpoints must hold names such as ecr.api or sts, without com.amazonaws.<region>. before them."
  }

  validation {
    condition     = !contains(var.interface_endpoints, "s3")
    error_message = "interface_endpoints must not hold s3: the module makes a gateway endpoint for S3, which costs nothing. Remove it."
  }
}

variable "flow_logs_retention_days" {
  description = "Days that the VPC's flow logs are kept in CloudWatch."
  type        = number
  default     = 90

  validation {
    condition     = contains([1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653], var.flow_logs_retention_days)
    error_message = "flow_logs_retention_days must be a number that CloudWatch knows: 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731 and so on."
  }
}

variable "tags" {
  description = "Tags of every resource."
  type        = map(string)
  default     = {}
}
