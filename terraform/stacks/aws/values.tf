# The charts' values for what was made here. Rendered by `terraform output -raw core_values > values.aws.yaml`; no secret is in them.
locals {
  role_arns     = module.workload_identity.role_arns
  s3_endpoint   = "https://s3.${var.region}.amazonaws.com"
  storage_class = "heliostat-gp3"
  in_cluster    = var.clickhouse.url == ""
  exposure      = length(var.ingress_allowed_cidrs) > 0 ? "internet" : "internal"

  role      = { for name, arn in local.role_arns : name => { annotations = { "eks.amazonaws.com/role-arn" = arn } } }
  to_stores = [for cidr in module.network.database_cidrs : { ipBlock = { cidr = cidr } }]

  # drop_invalid_header_fields stays off: it would take headers with an underscore, such as Helicone-Property-user_id.
  ingress_annotations = var.dns == null ? {} : merge(
    {
      "alb.ingress.kubernetes.io/load-balancer-name"       = var.name
      "alb.ingress.kubernetes.io/group.name"               = var.name
      "alb.ingress.kubernetes.io/scheme"                   = local.exposure == "internet" ? "internet-facing" : "internal"
      "alb.ingress.kubernetes.io/inbound-cidrs"            = join(",", local.exposure == "internet" ? var.ingress_allowed_cidrs : concat([var.network.cidr], var.api_private_access_cidrs))
      "alb.ingress.kubernetes.io/target-type"              = "ip"
      "alb.ingress.kubernetes.io/healthcheck-path"         = "/readyz"
      "alb.ingress.kubernetes.io/listen-ports"             = jsonencode([{ HTTP = 80 }, { HTTPS = 443 }])
      "alb.ingress.kubernetes.io/ssl-redirect"             = "443"
      "alb.ingress.kubernetes.io/ssl-policy"               = "ELBSecurityPolicy-TLS13-1-2-2021-06"
      "alb.ingress.kubernetes.io/certificate-arn"          = module.dns[0].certificate_arn
      "alb.ingress.kubernetes.io/target-group-attributes"  = "deregistration_delay.timeout_seconds=30"
      "alb.ingress.kubernetes.io/load-balancer-attributes" = "idle_timeout.timeout_seconds=600"
    },
  )

  base_values = {
    global = { imageRegistry = var.image_registry }

    # AWS' authorities for RDS; the ConfigMap is made by hand once (docs/operations/aws.md).
    caBundle = { configMap = "heliostat-rds-ca", key = "rds.pem" }

    postgres = {
      host           = module.aurora.host
      port           = module.aurora.port
      database       = module.aurora.database_name
      user           = module.aurora.application_user
      sslMode        = "verify-full"
      existingSecret = { name = "heliostat-postgres", passwordKey = "password" }
    }

    redis = {
      enabled        = true
      url            = module.elasticache.redis_url
      existingSecret = { name = "heliostat-valkey", passwordKey = "password" }
    }

    objects = {
      endpoint = local.s3_endpoint
      bucket   = module.bodies.bucket_name
      region   = var.region
      auth     = "iam"
    }

    backup = {
      enabled        = true
      bucket         = module.backups.bucket_name
      prefix         = var.backup_prefix
      region         = var.region
      serviceAccount = local.role["backup"]
    }

    proxy = {
      serviceAccount = local.role["proxy"]
      nodeSelector   = { "heliostat.io/pool" = "gateway" }
      tolerations    = [{ key = "heliostat.io/pool", operator = "Equal", value = "gateway", effect = "NoSchedule" }]
      spool          = { persistence = { storageClassName = local.storage_class } }
    }

    jawn       = { serviceAccount = local.role["jawn"] }
    worker     = { serviceAccount = local.role["worker"] }
    migrations = { serviceAccount = local.role["migrate"] }

    networkPolicy = {
      stores            = { postgres = local.to_stores, redis = local.to_stores }
      ingressController = [for cidr in module.network.load_balancer_cidrs[local.exposure] : { ipBlock = { cidr = cidr } }]
    }
  }

  core_values = merge(concat([local.base_values], local.clickhouse_values, local.dns_values)...)

  # Lists of one or none: the two sides of a condition would have to be of one type.
  clickhouse_values = [
    for url in local.in_cluster ? [] : [var.clickhouse.url] : {
      clickhouse = {
        url            = url
        user           = var.clickhouse.user
        existingSecret = { name = "heliostat-clickhouse", passwordKey = "password", hqlPasswordKey = "hql-password" }
      }
    }
  ]

  dns_values = [
    for dns in var.dns[*] : {
      publicUrl = {
        web     = "https://${dns.hosts.web}"
        api     = "https://${dns.hosts.api}"
        gateway = "https://${dns.hosts.gateway}"
      }
      ingress = {
        enabled     = true
        className   = "alb"
        annotations = local.ingress_annotations
        # The load balancer holds the certificate, not a Secret.
        tls     = false
        web     = { host = dns.hosts.web }
        api     = { host = dns.hosts.api }
        gateway = { host = dns.hosts.gateway }
      }
    }
  ]

  infrastructure_values = {
    global   = { imageRegistry = var.image_registry, storageClass = local.storage_class }
    postgres = { enabled = false }
    valkey   = { enabled = false }
    minio    = { enabled = false }

    clickhouse = {
      enabled     = local.in_cluster
      persistence = { size = "${var.clickhouse.volume_gb}Gi", storageClass = local.storage_class }
    }

    serviceAccount = local.role["stores"]
    networkPolicy = {
      # ClickHouse's own backups to S3 go out, by the VPC's endpoint; nothing comes in by this.
      clickhouseBackupTo = local.in_cluster ? [{ ipBlock = { cidr = "0.0.0.0/0" } }] : []
    }
  }

  # One ExternalSecret per Secret that the values name.
  external_secrets = merge(
    {
      heliostat-postgres = { arn = module.aurora.application_secret_arn, keys = { password = "password" } }
      heliostat-valkey   = { arn = module.elasticache.secret_arn, keys = { password = "password" } }
    },
    { for arn in local.in_cluster ? [] : [var.clickhouse.secret_arn] : "heliostat-clickhouse" => { arn = arn, keys = { password = "password", "hql-password" = "hql-password" } } },
  )

  external_secrets_manifests = concat(
    [
      {
        apiVersion = "v1"
        kind       = "ServiceAccount"
        metadata   = merge(local.role["external-secrets"], { name = "heliostat-external-secrets", namespace = var.namespace })
      },
      {
        apiVersion = "external-secrets.io/v1"
        kind       = "SecretStore"
        metadata   = { name = "heliostat-aws", namespace = var.namespace }
        spec = {
          provider = {
            aws = {
              service = "SecretsManager"
              region  = var.region
              auth    = { jwt = { serviceAccountRef = { name = "heliostat-external-secrets" } } }
            }
          }
        }
      },
    ],
    [
      for name, secret in local.external_secrets : {
        apiVersion = "external-secrets.io/v1"
        kind       = "ExternalSecret"
        metadata   = { name = name, namespace = var.namespace }
        spec = {
          refreshInterval = "1h"
          secretStoreRef  = { kind = "SecretStore", name = "heliostat-aws" }
          target          = { name = name, creationPolicy = "Owner" }
          data            = [for key, property in secret.keys : { secretKey = key, remoteRef = { key = secret.arn, property = property } }]
        }
      }
    ],
  )
}
