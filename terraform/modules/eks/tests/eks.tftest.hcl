mock_provider "aws" {
  source = "../../testing/aws"
}

override_resource {
  target = aws_kms_key.volumes
  values = {
    arn = "arn:aws:kms:eu-central-1:111122223333:key/volumes"
  }
}

variables {
  vpc_id     = "vpc-0123456789abcdef0"
  subnet_ids = ["subnet-0aaaaaaaaaaaaaaa1", "subnet-0aaaaaaaaaaaaaaa2"]
}

run "private_encrypted_and_logged_by_default" {
  assert {
    condition     = aws_eks_cluster.this.vpc_config[0].endpoint_private_access && !aws_eks_cluster.this.vpc_config[0].endpoint_public_access
    error_message = "the Kubernetes API is reachable from the internet by default"
  }

  assert {
    condition     = contains(aws_eks_cluster.this.encryption_config[0].resources, "secrets") && aws_eks_cluster.this.encryption_config[0].provider[0].key_arn == aws_kms_key.cluster.arn
    error_message = "Kubernetes secrets are not encrypted by the key"
  }

  assert {
    condition     = aws_kms_key.cluster.enable_key_rotation && aws_kms_key.volumes.enable_key_rotation
    error_message = "a key does not rotate"
  }

  assert {
    condition     = length(aws_eks_cluster.this.enabled_cluster_log_types) == 5 && aws_cloudwatch_log_group.control_plane.kms_key_id == aws_kms_key.cluster.arn
    error_message = "expected all five control plane logs in an encrypted group"
  }

  assert {
    condition     = aws_eks_cluster.this.access_config[0].authentication_mode == "API" && aws_eks_cluster.this.deletion_protection
    error_message = "expected access entries only, and deletion protection"
  }

  assert {
    condition = alltrue([
      for template in aws_launch_template.nodes :
      template.metadata_options[0].http_tokens == "required" && template.metadata_options[0].http_put_response_hop_limit == 1
    ])
    error_message = "pods could take the node's credentials from IMDS"
  }

  assert {
    condition = alltrue([
      for template in aws_launch_template.nodes :
      tobool(template.block_device_mappings[0].ebs[0].encrypted) && template.block_device_mappings[0].ebs[0].volume_type == "gp3"
    ])
    error_message = "a node's disk is not encrypted gp3"
  }

  assert {
    condition     = jsondecode(aws_eks_addon.network["vpc-cni"].configuration_values).enableNetworkPolicy == "true"
    error_message = "NetworkPolicies would have no effect"
  }

  assert {
    condition     = toset(concat(keys(aws_eks_addon.network), keys(aws_eks_addon.workload))) == toset(["vpc-cni", "kube-proxy", "coredns", "metrics-server", "aws-ebs-csi-driver"])
    error_message = "an add-on is missing"
  }

  assert {
    condition     = length(aws_eks_node_group.this["system"].taint) == 0 && one(aws_eks_node_group.this["gateway"].taint).effect == "NO_SCHEDULE"
    error_message = "expected the gateway's nodes, and only those, to be kept for the proxies"
  }
}

run "roles_hold_only_what_they_need" {
  assert {
    condition     = toset([for attachment in aws_iam_role_policy_attachment.node : attachment.policy_arn]) == toset(["arn:aws:iam::aws:policy/AmazonEKSWorkerNodePolicy", "arn:aws:iam::aws:policy/AmazonEC2ContainerRegistryPullOnly"])
    error_message = "the nodes' role holds more than joining and pulling"
  }

  assert {
    condition = alltrue([
      for name, role in aws_iam_role.addon :
      jsondecode(role.assume_role_policy).Statement[0].Condition.StringEquals["oidc.eks.eu-central-1.amazonaws.com/id/EXAMPLE:sub"] == local.addon_accounts[name]
    ])
    error_message = "an add-on's role is not bound to its service account"
  }

  assert {
    condition     = alltrue([for statement in jsondecode(aws_iam_role_policy.ebs_key.policy).Statement : statement.Resource == "arn:aws:kms:eu-central-1:111122223333:key/volumes"])
    error_message = "the EBS driver may use other keys than the volumes'"
  }
}

run "names_who_may_reach_and_administer_it" {
  variables {
    endpoint_public_access_cidrs  = ["203.0.113.7/32"]
    endpoint_private_access_cidrs = ["10.200.0.0/16"]
    admin_principal_arns          = ["arn:aws:iam::111122223333:role/platform"]
    addon_versions                = { coredns = "v1.12.4-eksbuild.1" }
  }

  assert {
    condition     = aws_eks_cluster.this.vpc_config[0].endpoint_public_access && aws_eks_cluster.this.vpc_config[0].public_access_cidrs == toset(["203.0.113.7/32"])
    error_message = "expected the API open to the one address named"
  }

  assert {
    condition     = aws_vpc_security_group_ingress_rule.api["10.200.0.0/16"].from_port == 443
    error_message = "expected the VPN's range to reach the API"
  }

  assert {
    condition     = endswith(aws_eks_access_policy_association.admin["arn:aws:iam::111122223333:role/platform"].policy_arn, "AmazonEKSClusterAdminPolicy")
    error_message = "expected the role to administer the cluster"
  }

  assert {
    condition     = aws_eks_addon.workload["coredns"].addon_version == "v1.12.4-eksbuild.1"
    error_message = "expected the add-on's version to be the one named"
  }
}

run "the_storage_class_encrypts" {
  assert {
    condition     = yamldecode(output.storage_class).parameters == { type = "gp3", encrypted = "true", kmsKeyId = "arn:aws:kms:eu-central-1:111122223333:key/volumes" }
    error_message = "the StorageClass does not encrypt with the volumes' key"
  }
}

run "refuses_wrong_values" {
  command = plan

  variables {
    name                          = "-x"
    kubernetes_version            = "1.26"
    vpc_id                        = "my-vpc"
    subnet_ids                    = ["subnet-0aaaaaaaaaaaaaaa1"]
    endpoint_public_access_cidrs  = ["0.0.0.0/0"]
    endpoint_private_access_cidrs = ["0.0.0.0/0"]
    admin_principal_arns          = ["platform"]
    system_nodes                  = { min_size = 5, desired_size = 2 }
    gateway_nodes                 = { disk_gb = 8 }
    addon_versions                = { cni = "v1" }
    log_retention_days            = 42
  }

  expect_failures = [
    var.name,
    var.kubernetes_version,
    var.vpc_id,
    var.subnet_ids,
    var.endpoint_public_access_cidrs,
    var.endpoint_private_access_cidrs,
    var.admin_principal_arns,
    var.system_nodes,
    var.gateway_nodes,
    var.addon_versions,
    var.log_retention_days,
  ]
}

run "refuses_half_of_the_internet_too" {
  command = plan

  variables {
    endpoint_public_access_cidrs = ["0.0.0.0/1"]
  }

  expect_failures = [var.endpoint_public_access_cidrs]
}
