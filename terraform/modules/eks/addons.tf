locals {
  network_addons = {
    vpc-cni = {
      role          = aws_iam_role.addon["vpc-cni"].arn
      configuration = jsonencode({ enableNetworkPolicy = "true" })
    }
    kube-proxy = { role = null, configuration = null }
  }

  workload_addons = {
    coredns            = { role = null }
    metrics-server     = { role = null }
    aws-ebs-csi-driver = { role = aws_iam_role.addon["aws-ebs-csi-driver"].arn }
  }
}

# The charts' NetworkPolicies take effect by this CNI's agent.
resource "aws_eks_addon" "network" {
  for_each = local.network_addons

  cluster_name                = aws_eks_cluster.this.name
  addon_name                  = each.key
  addon_version               = lookup(var.addon_versions, each.key, null)
  service_account_role_arn    = each.value.role
  configuration_values        = each.value.configuration
  resolve_conflicts_on_create = "OVERWRITE"
  resolve_conflicts_on_update = "PRESERVE"
  tags                        = local.tags

  depends_on = [aws_iam_role_policy_attachment.addon]
}

# These are pods, which wait for nodes.
resource "aws_eks_addon" "workload" {
  for_each = local.workload_addons

  cluster_name                = aws_eks_cluster.this.name
  addon_name                  = each.key
  addon_version               = lookup(var.addon_versions, each.key, null)
  service_account_role_arn    = each.value.role
  resolve_conflicts_on_create = "OVERWRITE"
  resolve_conflicts_on_update = "PRESERVE"
  tags                        = local.tags

  depends_on = [
    aws_eks_node_group.this,
    aws_iam_role_policy_attachment.addon,
    aws_iam_role_policy.ebs_key,
  ]
}
