locals {
  tags = merge({ "heliostat.io/installation" = var.name }, var.tags)

  subjects = merge(
    { for app, _ in local.statements : app => "system:serviceaccount:${var.namespace}:${var.fullname}-${app}" },
    var.external_secrets == null ? {} : { external-secrets = "system:serviceaccount:${var.external_secrets.namespace}:${var.external_secrets.service_account}" },
    var.load_balancer_controller_policy == "" ? {} : { load-balancer = "system:serviceaccount:kube-system:aws-load-balancer-controller" },
  )

  policies = merge(
    { for app, statements in local.statements : app => jsonencode({ Version = "2012-10-17", Statement = statements }) },
    var.external_secrets == null ? {} : {
      external-secrets = jsonencode({
        Version = "2012-10-17"
        Statement = [
          {
            Sid      = "ReadTheseSecrets"
            Effect   = "Allow"
            Action   = ["secretsmanager:GetSecretValue", "secretsmanager:DescribeSecret"]
            Resource = var.external_secrets.secret_arns
          },
          {
            Sid       = "OpenTheseSecrets"
            Effect    = "Allow"
            Action    = ["kms:Decrypt"]
            Resource  = var.external_secrets.kms_key_arns
            Condition = { StringLike = { "kms:ViaService" = "secretsmanager.*.amazonaws.com" } }
          },
        ]
      })
    },
    var.load_balancer_controller_policy == "" ? {} : { load-balancer = var.load_balancer_controller_policy },
  )
}

resource "aws_iam_role" "this" {
  for_each = local.subjects

  name_prefix = "${substr(var.name, 0, 20)}-${each.key}-"
  description = "Taken by ${each.value}"
  tags        = local.tags

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { Federated = var.oidc_provider_arn }
      Action    = "sts:AssumeRoleWithWebIdentity"
      Condition = {
        StringEquals = {
          "${var.oidc_issuer}:aud" = "sts.amazonaws.com"
          "${var.oidc_issuer}:sub" = each.value
        }
      }
    }]
  })
}

resource "aws_iam_role_policy" "this" {
  for_each = local.policies

  name   = each.key
  role   = aws_iam_role.this[each.key].id
  policy = each.value
}
