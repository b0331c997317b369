# What terraform/eks made under the same name, unless another network is named.
data "aws_vpc" "heliostat" {
  count = var.network == null ? 1 : 0

  tags = { Name = var.name, "heliostat.io/installation" = var.name }
}

data "aws_subnets" "database" {
  count = var.network == null ? 1 : 0

  filter {
    name   = "vpc-id"
    values = [data.aws_vpc.heliostat[0].id]
  }

  tags = { "heliostat.io/tier" = "database" }
}

data "aws_eks_cluster" "heliostat" {
  count = var.network == null ? 1 : 0

  name = var.name
}

locals {
  network = var.network != null ? var.network : {
    vpc_id                     = data.aws_vpc.heliostat[0].id
    subnet_ids                 = data.aws_subnets.database[0].ids
    allowed_security_group_ids = { nodes = data.aws_eks_cluster.heliostat[0].vpc_config[0].cluster_security_group_id }
  }
}
