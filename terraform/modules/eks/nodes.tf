locals {
  groups = {
    system  = merge(var.system_nodes, { tainted = false })
    gateway = merge(var.gateway_nodes, { tainted = true })
  }
}

resource "aws_launch_template" "nodes" {
  for_each = local.groups

  name_prefix            = "${var.name}-${each.key}-"
  update_default_version = true
  tags                   = local.tags

  # A hop limit of 1 keeps pods from the node's credentials: their packets take one hop more.
  metadata_options {
    http_endpoint               = "enabled"
    http_tokens                 = "required"
    http_put_response_hop_limit = 1
    instance_metadata_tags      = "disabled"
  }

  block_device_mappings {
    device_name = "/dev/xvda"
    ebs {
      volume_type           = "gp3"
      volume_size           = each.value.disk_gb
      encrypted             = true
      delete_on_termination = true
    }
  }

  monitoring {
    enabled = true
  }

  dynamic "tag_specifications" {
    for_each = ["instance", "volume", "network-interface"]
    content {
      resource_type = tag_specifications.value
      tags          = merge(local.tags, { Name = "${var.name}-${each.key}" })
    }
  }
}

resource "aws_eks_node_group" "this" {
  for_each = local.groups

  cluster_name           = aws_eks_cluster.this.name
  node_group_name_prefix = "${each.key}-"
  node_role_arn          = aws_iam_role.node.arn
  subnet_ids             = var.subnet_ids
  ami_type               = "AL2023_x86_64_STANDARD"
  instance_types         = each.value.instance_types
  labels                 = { "heliostat.io/pool" = each.key }
  tags                   = local.tags

  launch_template {
    id      = aws_launch_template.nodes[each.key].id
    version = aws_launch_template.nodes[each.key].latest_version
  }

  scaling_config {
    min_size     = each.value.min_size
    max_size     = each.value.max_size
    desired_size = each.value.desired_size
  }

  update_config {
    max_unavailable = 1
  }

  dynamic "taint" {
    for_each = each.value.tainted ? [1] : []
    content {
      key    = "heliostat.io/pool"
      value  = each.key
      effect = "NO_SCHEDULE"
    }
  }

  lifecycle {
    create_before_destroy = true
    # A cluster autoscaler moves it.
    ignore_changes = [scaling_config[0].desired_size]
  }

  # Nodes become ready only with a network.
  depends_on = [
    aws_iam_role_policy_attachment.node,
    aws_eks_addon.network,
  ]
}
