terraform {
  required_version = ">= 1.9"

  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = "~> 6.25"
    }
  }
}

provider "aws" {
  region = var.region == "" ? null : var.region

  default_tags {
    tags = { "heliostat.io/stack" = "eks" }
  }
}
