locals {
  account_statement = {
    Sid       = "AccountDecidesByIam"
    Effect    = "Allow"
    Principal = { AWS = "arn:${local.partition}:iam::${local.account}:root" }
    Action    = "kms:*"
    Resource  = "*"
  }

  cluster_key_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      local.account_statement,
      {
        Sid       = "CloudWatchLogsForThisGroupOnly"
        Effect    = "Allow"
        Principal = { Service = "logs.${local.region}.amazonaws.com" }
        Action    = ["kms:Encrypt", "kms:Decrypt", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:DescribeKey"]
        Resource  = "*"
        Condition = {
          ArnEquals = {
            "kms:EncryptionContext:aws:logs:arn" = "arn:${local.partition}:logs:${local.region}:${local.account}:log-group:${local.log_group}"
          }
        }
      },
    ]
  })
}

resource "aws_kms_key" "cluster" {
  description             = "${var.name}: Kubernetes secrets and control plane logs"
  enable_key_rotation     = true
  deletion_window_in_days = 30
  policy                  = local.cluster_key_policy
  tags                    = local.tags
}

resource "aws_kms_alias" "cluster" {
  name          = "alias/${var.name}-eks"
  target_key_id = aws_kms_key.cluster.key_id
}

# For volumes of pods (spool, stores in the cluster). The nodes' own disks use the account's EBS key: a key of our own would
# need a grant for the service-linked role of Auto Scaling, which a new account lacks.
resource "aws_kms_key" "volumes" {
  description             = "${var.name}: volumes of pods"
  enable_key_rotation     = true
  deletion_window_in_days = 30
  policy                  = jsonencode({ Version = "2012-10-17", Statement = [local.account_statement] })
  tags                    = local.tags
}

resource "aws_kms_alias" "volumes" {
  name          = "alias/${var.name}-volumes"
  target_key_id = aws_kms_key.volumes.key_id
}
