variable "kubeconfig" {
  description = "File that kubectl uses."
  type        = string
  default     = "~/.kube/config"

  validation {
    condition     = length(trimspace(var.kubeconfig)) > 0
    error_message = "kubeconfig must name a file such as ~/.kube/config (kind get kubeconfig > kubeconfig writes one)."
  }
}

variable "kube_context" {
  description = "Context in that file, such as kind-kind or k3d-heliostat. Empty: the current one. Name it where the file knows other clusters too."
  type        = string
  default     = ""
}

variable "namespace" {
  description = "Namespace to make and install in."
  type        = string
  default     = "heliostat"

  validation {
    condition     = can(regex("^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$", var.namespace)) && !contains(["default", "kube-system", "kube-public", "kube-node-lease"], var.namespace)
    error_message = "namespace must be 1 to 63 lower-case letters, digits and hyphens, and not one of Kubernetes' own: destroy deletes it."
  }
}

variable "image_registry" {
  description = "Registry that holds the images, such as localhost:5001. Empty: images of that name are in the cluster already (kind load docker-image heliostat/proxy:0.1.0 …)."
  type        = string
  default     = ""

  validation {
    condition     = var.image_registry == "" || can(regex("^[a-zA-Z0-9.-]+(:[0-9]+)?(/[a-z0-9._/-]+)?$", var.image_registry))
    error_message = "image_registry must be a host, port and path without https:// and without / at the end, such as localhost:5001."
  }
}

variable "storage_class" {
  description = "StorageClass of all volumes. Empty: the cluster's default."
  type        = string
  default     = ""
}

variable "replicas" {
  description = "Pods of each app. 1 keeps a laptop cool."
  type        = number
  default     = 1

  validation {
    condition     = var.replicas >= 1 && var.replicas <= 10 && floor(var.replicas) == var.replicas
    error_message = "replicas must be a whole number from 1 to 10."
  }
}

variable "owner_email" {
  description = "E-mail address of the first owner."
  type        = string
  default     = "owner@heliostat.local"

  validation {
    condition     = can(regex("^[^@ ]+@[^@ ]+$", var.owner_email))
    error_message = "owner_email must be an e-mail address such as you@example.com."
  }
}

variable "core_values" {
  description = "Further values of heliostat-core, as YAML; they win over the stack's. For example file(\"values.yaml\") in a module of yours, or -var core_values=\"$(cat values.yaml)\"."
  type        = string
  default     = "{}"

  validation {
    condition     = can(keys(yamldecode(var.core_values)))
    error_message = "core_values must be a YAML mapping, as a values.yaml of heliostat-core."
  }
}

variable "infrastructure_values" {
  description = "Further values of heliostat-infrastructure, as YAML; they win over the stack's."
  type        = string
  default     = "{}"

  validation {
    condition     = can(keys(yamldecode(var.infrastructure_values)))
    error_message = "infrastructure_values must be a YAML mapping, as a values.yaml of heliostat-infrastructure."
  }
}

variable "timeout_seconds" {
  description = "Seconds that each chart may take until it is ready."
  type        = number
  default     = 1800

  validation {
    condition     = var.timeout_seconds >= 60
    error_message = "timeout_seconds must be 60 or more: the first start waits for images and migrations."
  }
}
