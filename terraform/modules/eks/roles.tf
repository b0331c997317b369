locals {
  issuer = replace(aws_eks_cluster.this.identity[0].oidc[0].issuer, "https://", "")

  # Which service account may take which role; nothing else in the cluster can.
  addon_accounts = {
    vpc-cni            = "system:serviceaccount:kube-system:aws-node"
    aws-ebs-csi-driver = "system:serviceaccount:kube-system:ebs-csi-controller-sa"
  }

  ebs_key_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Effect   = "Allow"
        Action   = ["kms:Decrypt", "kms:DescribeKey", "kms:GenerateDataKeyWithoutPlaintext", "kms:ReEncryptFrom", "kms:ReEncryptTo"]
        Resource = aws_kms_key.volumes.arn
      },
      {
        Effect    = "Allow"
        Action    = ["kms:CreateGrant"]
        Resource  = aws_kms_key.volumes.arn
        Condition = { Bool = { "kms:GrantIsForAWSResource" = "true" } }
      },
    ]
  })
}

resource "aws_iam_role" "cluster" {
  name_prefix = "${substr(var.name, 0, 20)}-cluster-"
  tags        = local.tags

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { Service = "eks.amazonaws.com" }
      Action    = "sts:AssumeRole"
    }]
  })
}

resource "aws_iam_role_policy_attachment" "cluster" {
  role       = aws_iam_role.cluster.name
  policy_arn = "${local.policies}/AmazonEKSClusterPolicy"
}

resource "aws_iam_role" "node" {
  name_prefix = "${substr(var.name, 0, 20)}-node-"
  tags        = local.tags

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { Service = "ec2.amazonaws.com" }
      Action    = "sts:AssumeRole"
    }]
  })
}

# No CNI, EBS or S3 policy here: those belong to service accounts, so that a pod on the node does not inherit them.
resource "aws_iam_role_policy_attachment" "node" {
  for_each = toset(["AmazonEKSWorkerNodePolicy", "AmazonEC2ContainerRegistryPullOnly"])

  role       = aws_iam_role.node.name
  policy_arn = "${local.policies}/${each.key}"
}

resource "aws_iam_role" "addon" {
  for_each = local.addon_accounts

  name_prefix = "${substr(var.name, 0, 14)}-${each.key}-"
  tags        = local.tags

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { Federated = aws_iam_openid_connect_provider.this.arn }
      Action    = "sts:AssumeRoleWithWebIdentity"
      Condition = {
        StringEquals = {
          "${local.issuer}:aud" = "sts.amazonaws.com"
          "${local.issuer}:sub" = each.value
        }
      }
    }]
  })
}

resource "aws_iam_role_policy_attachment" "addon" {
  for_each = {
    vpc-cni            = "${local.policies}/AmazonEKS_CNI_Policy"
    aws-ebs-csi-driver = "${local.policies}/service-role/AmazonEBSCSIDriverPolicy"
  }

  role       = aws_iam_role.addon[each.key].name
  policy_arn = each.value
}

resource "aws_iam_role_policy" "ebs_key" {
  name   = "encrypt-volumes"
  role   = aws_iam_role.addon["aws-ebs-csi-driver"].id
  policy = local.ebs_key_policy
}
