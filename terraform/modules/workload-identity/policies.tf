# What each app does, and nothing else. The apps' code that needs each is named in README.md.
locals {
  backup_objects = "${var.backups.bucket_arn}/${var.backups.prefix}/*"

  # minio's client splits what is larger than 64 MiB.
  multipart = ["s3:AbortMultipartUpload", "s3:ListMultipartUploadParts"]

  find_bodies  = { Sid = "FindBodies", Effect = "Allow", Action = ["s3:ListBucket"], Resource = var.bodies.bucket_arn }
  read_bodies  = { Sid = "ReadBodies", Effect = "Allow", Action = ["s3:GetObject"], Resource = "${var.bodies.bucket_arn}/*" }
  write_bodies = { Sid = "WriteBodies", Effect = "Allow", Action = concat(["s3:PutObject"], local.multipart), Resource = "${var.bodies.bucket_arn}/*" }
  parts_bodies = { Sid = "ResumeBodies", Effect = "Allow", Action = ["s3:ListBucketMultipartUploads"], Resource = var.bodies.bucket_arn }
  drop_bodies  = { Sid = "DropBodies", Effect = "Allow", Action = ["s3:DeleteObject"], Resource = "${var.bodies.bucket_arn}/*" }

  find_backups  = { Sid = "FindBackups", Effect = "Allow", Action = ["s3:ListBucket"], Resource = var.backups.bucket_arn }
  read_backups  = { Sid = "ReadBackups", Effect = "Allow", Action = ["s3:GetObject"], Resource = local.backup_objects }
  read_manifest = { Sid = "ReadManifests", Effect = "Allow", Action = ["s3:GetObject"], Resource = "${local.backup_objects}/manifest.json" }
  write_backups = { Sid = "WriteBackups", Effect = "Allow", Action = concat(["s3:PutObject"], local.multipart), Resource = local.backup_objects }
  parts_backups = { Sid = "ResumeBackups", Effect = "Allow", Action = ["s3:ListBucketMultipartUploads"], Resource = var.backups.bucket_arn }
  drop_backups  = { Sid = "DropBackups", Effect = "Allow", Action = ["s3:DeleteObject"], Resource = local.backup_objects }

  # Of the keys only what S3 asks for in a pod's name.
  by_s3           = { StringLike = { "kms:ViaService" = "s3.*.amazonaws.com" } }
  open_bodies     = { Sid = "OpenBodies", Effect = "Allow", Action = ["kms:Decrypt"], Resource = var.bodies.kms_key_arn, Condition = local.by_s3 }
  seal_bodies     = { Sid = "SealBodies", Effect = "Allow", Action = ["kms:GenerateDataKey", "kms:Decrypt"], Resource = var.bodies.kms_key_arn, Condition = local.by_s3 }
  open_backups    = { Sid = "OpenBackups", Effect = "Allow", Action = ["kms:Decrypt"], Resource = var.backups.kms_key_arn, Condition = local.by_s3 }
  seal_backups    = { Sid = "SealBackups", Effect = "Allow", Action = ["kms:GenerateDataKey", "kms:Decrypt"], Resource = var.backups.kms_key_arn, Condition = local.by_s3 }
  whole_of_backup = [local.find_backups, local.read_backups, local.write_backups, local.parts_backups, local.drop_backups, local.seal_backups]

  statements = {
    proxy   = [local.find_bodies, local.write_bodies, local.parts_bodies, local.seal_bodies]
    jawn    = [local.find_bodies, local.read_bodies, local.open_bodies, local.find_backups, local.read_manifest, local.open_backups]
    worker  = [local.find_bodies, local.read_bodies, local.open_bodies, local.drop_bodies]
    migrate = [local.find_bodies]
    backup  = concat([local.find_bodies, local.read_bodies, local.open_bodies], local.whole_of_backup)
    restore = [local.find_bodies, local.read_bodies, local.write_bodies, local.parts_bodies, local.seal_bodies, local.find_backups, local.read_backups, local.open_backups]
    # ClickHouse's own BACKUP and RESTORE.
    stores = local.whole_of_backup
  }
}
