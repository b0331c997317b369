variable "region" {
  description = "AWS region. Empty: that of the environment (AWS_REGION) or of the AWS profile."
  type        = string
  default     = ""

  validation {
    condition     = var.region == "" || can(regex("^[a-z]{2}(-[a-z]+)+-[0-9]$", var.region))
    error_message = "region must be an AWS region such as eu-central-1, or empty."
  }
}

variable "zone_name" {
  description = "DNS zone, such as example.com or heliostat.example.com."
  type        = string

  validation {
    condition     = can(regex("^([a-z0-9]([a-z0-9-]*[a-z0-9])?\\.)+[a-z]{2,}$", var.zone_name))
    error_message = "zone_name must be a domain in lower case without a dot at the end, such as example.com."
  }
}

variable "create_zone" {
  description = "Whether to make the zone. False: it is there already in Route 53, in this account."
  type        = bool
  default     = false
}

variable "hosts" {
  description = "Public names of the dashboard, the API and the gateway."
  type = object({
    web     = string
    api     = string
    gateway = string
  })

  validation {
    condition     = alltrue([for host in values(var.hosts) : host == var.zone_name || endswith(host, ".${var.zone_name}")])
    error_message = "hosts must lie in zone_name: for zone example.com, for example web = \"heliostat.example.com\"."
  }

  validation {
    condition     = length(distinct(values(var.hosts))) == 3
    error_message = "hosts must be three different names: the load balancer tells dashboard, API and gateway apart by them."
  }
}

variable "load_balancer" {
  description = "DNS name and hosted zone of the load balancer that the names point to. Null: no records yet (it is made by the ingress, after the charts)."
  type = object({
    dns_name = string
    zone_id  = string
  })
  default = null

  validation {
    condition     = var.load_balancer == null || try(length(var.load_balancer.dns_name) > 0 && startswith(var.load_balancer.zone_id, "Z"), false)
    error_message = "load_balancer needs dns_name and zone_id of an Application or Network Load Balancer (aws elbv2 describe-load-balancers: DNSName, CanonicalHostedZoneId)."
  }
}

variable "tags" {
  description = "Tags of every resource."
  type        = map(string)
  default     = {}
}
