mock_provider "aws" {
  source = "../../testing/aws"
}

variables {
  oidc_provider_arn = "arn:aws:iam::111122223333:oidc-provider/oidc.eks.eu-central-1.amazonaws.com/id/EXAMPLE"
  oidc_issuer       = "oidc.eks.eu-central-1.amazonaws.com/id/EXAMPLE"
  bodies = {
    bucket_arn  = "arn:aws:s3:::bodies"
    kms_key_arn = "arn:aws:kms:eu-central-1:111122223333:key/bodies"
  }
  backups = {
    bucket_arn  = "arn:aws:s3:::backups"
    kms_key_arn = "arn:aws:kms:eu-central-1:111122223333:key/backups"
  }
}

run "each_role_belongs_to_one_service_account" {
  assert {
    condition = alltrue([
      for name, role in aws_iam_role.this :
      jsondecode(role.assume_role_policy).Statement[0].Condition.StringEquals == {
        "oidc.eks.eu-central-1.amazonaws.com/id/EXAMPLE:aud" = "sts.amazonaws.com"
        "oidc.eks.eu-central-1.amazonaws.com/id/EXAMPLE:sub" = "system:serviceaccount:heliostat:heliostat-${name}"
      }
    ])
    error_message = "a role can be taken by another service account than its own"
  }

  assert {
    condition     = toset(keys(aws_iam_role.this)) == toset(["proxy", "jawn", "worker", "migrate", "backup", "restore", "stores"])
    error_message = "expected a role per component, and none that was not asked for"
  }
}

run "each_role_does_only_its_work" {
  assert {
    condition = jsonencode({ for name in ["proxy", "jawn", "worker", "migrate", "backup", "restore", "stores"] : name => sort(distinct(flatten([
      for statement in jsondecode(aws_iam_role_policy.this[name].policy).Statement : [for action in statement.Action : action if startswith(action, "s3:")]
      ]))) }) == jsonencode({
      proxy   = ["s3:AbortMultipartUpload", "s3:ListBucket", "s3:ListBucketMultipartUploads", "s3:ListMultipartUploadParts", "s3:PutObject"]
      jawn    = ["s3:GetObject", "s3:ListBucket"]
      worker  = ["s3:DeleteObject", "s3:GetObject", "s3:ListBucket"]
      migrate = ["s3:ListBucket"]
      backup  = ["s3:AbortMultipartUpload", "s3:DeleteObject", "s3:GetObject", "s3:ListBucket", "s3:ListBucketMultipartUploads", "s3:ListMultipartUploadParts", "s3:PutObject"]
      restore = ["s3:AbortMultipartUpload", "s3:GetObject", "s3:ListBucket", "s3:ListBucketMultipartUploads", "s3:ListMultipartUploadParts", "s3:PutObject"]
      stores  = ["s3:AbortMultipartUpload", "s3:DeleteObject", "s3:GetObject", "s3:ListBucket", "s3:ListBucketMultipartUploads", "s3:ListMultipartUploadParts", "s3:PutObject"]
    })
    error_message = "a role's actions on S3 are others than its app needs"
  }

  assert {
    condition = alltrue(flatten([
      for policy in aws_iam_role_policy.this : [
        for statement in jsondecode(policy.policy).Statement : alltrue([for resource in flatten([statement.Resource]) : resource != "*"]) && alltrue([for action in flatten([statement.Action]) : !strcontains(action, "*")])
      ]
    ]))
    error_message = "a policy names all resources, or actions by a wildcard"
  }

  assert {
    condition = alltrue(flatten([
      for policy in aws_iam_role_policy.this : [
        for statement in jsondecode(policy.policy).Statement : try(statement.Condition.StringLike["kms:ViaService"], "") == "s3.*.amazonaws.com" if startswith(statement.Action[0], "kms:")
      ]
    ]))
    error_message = "a role may use a key other than through S3"
  }

  assert {
    condition = alltrue([
      for name in ["proxy", "worker", "migrate"] : !strcontains(aws_iam_role_policy.this[name].policy, "backups")
    ])
    error_message = "an app that has nothing to do with backups reaches them"
  }

  assert {
    condition = toset(flatten([
      for statement in jsondecode(aws_iam_role_policy.this["backup"].policy).Statement : flatten([statement.Resource]) if contains(statement.Action, "s3:DeleteObject") || contains(statement.Action, "s3:PutObject")
    ])) == toset(["arn:aws:s3:::backups/backups/*"])
    error_message = "the backup could change bodies, or write outside its prefix"
  }

  assert {
    condition     = one([for statement in jsondecode(aws_iam_role_policy.this["jawn"].policy).Statement : statement.Resource if statement.Sid == "ReadManifests"]) == "arn:aws:s3:::backups/backups/*/manifest.json"
    error_message = "the API could read what is in a backup"
  }
}

run "external_secrets_reads_the_secrets_named" {
  variables {
    external_secrets = {
      secret_arns  = ["arn:aws:secretsmanager:eu-central-1:111122223333:secret:heliostat/postgres-1-AbCdEf"]
      kms_key_arns = ["arn:aws:kms:eu-central-1:111122223333:key/aurora"]
    }
    load_balancer_controller_policy = "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":[\"ec2:DescribeVpcs\"],\"Resource\":\"*\"}]}"
  }

  assert {
    condition     = jsondecode(aws_iam_role_policy.this["external-secrets"].policy).Statement[0].Resource == ["arn:aws:secretsmanager:eu-central-1:111122223333:secret:heliostat/postgres-1-AbCdEf"]
    error_message = "the operator may read other secrets"
  }

  assert {
    condition     = strcontains(aws_iam_role.this["load-balancer"].assume_role_policy, "system:serviceaccount:kube-system:aws-load-balancer-controller")
    error_message = "the load balancer controller's role is not its service account's"
  }
}

run "refuses_wrong_values" {
  command = plan

  variables {
    name                            = "x"
    oidc_provider_arn               = "oidc"
    oidc_issuer                     = "https://oidc.eks.eu-central-1.amazonaws.com/id/EXAMPLE"
    namespace                       = "*"
    fullname                        = "Heliostat"
    bodies                          = { bucket_arn = "arn:aws:s3:::bodies/*", kms_key_arn = "key" }
    backups                         = { bucket_arn = "*", kms_key_arn = "*", prefix = "/" }
    external_secrets                = { secret_arns = ["*"], kms_key_arns = [] }
    load_balancer_controller_policy = "{}"
  }

  expect_failures = [
    var.name,
    var.oidc_provider_arn,
    var.oidc_issuer,
    var.namespace,
    var.fullname,
    var.bodies,
    var.backups,
    var.external_secrets,
    var.load_balancer_controller_policy,
  ]
}

run "refuses_a_policy_that_allows_everything" {
  command = plan

  variables {
    load_balancer_controller_policy = "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"*\",\"Resource\":\"*\"}]}"
  }

  expect_failures = [var.load_balancer_controller_policy]
}
