mock_provider "aws" {
  source = "../../testing/aws"
}

variables {
  bucket_name = "heliostat-bodies-test"
}

run "private_encrypted_and_versioned" {
  assert {
    condition = alltrue([
      aws_s3_bucket_public_access_block.this.block_public_acls,
      aws_s3_bucket_public_access_block.this.block_public_policy,
      aws_s3_bucket_public_access_block.this.ignore_public_acls,
      aws_s3_bucket_public_access_block.this.restrict_public_buckets,
    ])
    error_message = "the bucket can be made public"
  }

  assert {
    condition     = one(aws_s3_bucket_server_side_encryption_configuration.this.rule).apply_server_side_encryption_by_default[0].sse_algorithm == "aws:kms" && one(aws_s3_bucket_server_side_encryption_configuration.this.rule).apply_server_side_encryption_by_default[0].kms_master_key_id == aws_kms_key.this.arn
    error_message = "objects are not encrypted by the bucket's key"
  }

  assert {
    condition     = aws_kms_key.this.enable_key_rotation && aws_s3_bucket_versioning.this.versioning_configuration[0].status == "Enabled"
    error_message = "expected a rotating key and versions"
  }

  assert {
    condition     = aws_s3_bucket_ownership_controls.this.rule[0].object_ownership == "BucketOwnerEnforced" && !aws_s3_bucket.this.force_destroy
    error_message = "ACLs are on, or a full bucket can be destroyed"
  }

  assert {
    condition     = length(aws_s3_bucket_cors_configuration.this) == 0 && length(aws_s3_bucket_logging.this) == 0
    error_message = "expected neither CORS nor logs unless asked for"
  }
}

run "the_policy_refuses_plain_http_and_other_keys" {
  assert {
    condition = anytrue([
      for statement in jsondecode(aws_s3_bucket_policy.this.policy).Statement :
      statement.Effect == "Deny" && statement.Action == "s3:*" && try(statement.Condition.Bool["aws:SecureTransport"], "") == "false" && contains(flatten([statement.Resource]), "arn:aws:s3:::heliostat-bodies-test/*")
    ])
    error_message = "plain HTTP is possible"
  }

  assert {
    condition     = anytrue([for statement in jsondecode(aws_s3_bucket_policy.this.policy).Statement : try(statement.Condition.ArnNotEquals["s3:x-amz-server-side-encryption-aws-kms-key-id"], "") == aws_kms_key.this.arn])
    error_message = "objects could be written with somebody else's key"
  }

  assert {
    condition     = alltrue([for statement in jsondecode(aws_s3_bucket_policy.this.policy).Statement : statement.Effect == "Deny"])
    error_message = "the bucket's policy lets somebody in; that is for roles to do"
  }
}

run "nothing_current_goes_by_age" {
  variables {
    purpose                      = "backups"
    infrequent_access_after_days = 30
    cors_allowed_origins         = ["https://heliostat.example.com"]
    access_log_bucket            = "my-access-logs"
  }

  assert {
    condition     = alltrue([for rule in aws_s3_bucket_lifecycle_configuration.this.rule : alltrue([for expiration in rule.expiration : coalesce(expiration.days, 0) == 0 && expiration.date == null])]) && one(aws_s3_bucket_lifecycle_configuration.this.rule[0].transition).days == 30
    error_message = "an object that a newer backup needs would be deleted for its age, or objects do not move"
  }

  assert {
    condition     = one(aws_s3_bucket_cors_configuration.this[0].cors_rule).allowed_methods == toset(["GET"])
    error_message = "expected reading alone for the origin named"
  }

  assert {
    condition     = aws_s3_bucket_logging.this[0].target_bucket == "my-access-logs"
    error_message = "expected access logs in the bucket named"
  }
}

run "refuses_wrong_values" {
  command = plan

  variables {
    bucket_name                  = "My.Bucket"
    purpose                      = "other"
    cors_allowed_origins         = ["*"]
    infrequent_access_after_days = 10
    noncurrent_days              = 0
  }

  expect_failures = [
    var.bucket_name,
    var.purpose,
    var.cors_allowed_origins,
    var.infrequent_access_after_days,
    var.noncurrent_days,
  ]
}

run "refuses_logs_of_logs" {
  command = plan

  variables {
    access_log_bucket = "heliostat-bodies-test"
  }

  expect_failures = [var.access_log_bucket]
}
