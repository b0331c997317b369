output "cluster_name" {
  description = "Name of the cluster: aws eks update-kubeconfig --name <it>."
  value       = aws_eks_cluster.this.name
}

output "cluster_endpoint" {
  description = "URL of the Kubernetes API."
  value       = aws_eks_cluster.this.endpoint
}

output "cluster_certificate_authority" {
  description = "The API's certificate authority, base64."
  value       = aws_eks_cluster.this.certificate_authority[0].data
}

output "cluster_security_group_id" {
  description = "Security group of nodes and control plane: what the stores let in."
  value       = aws_eks_cluster.this.vpc_config[0].cluster_security_group_id
}

output "oidc_provider_arn" {
  description = "IAM's provider for the service accounts' tokens."
  value       = aws_iam_openid_connect_provider.this.arn
}

output "oidc_issuer" {
  description = "Issuer of the service accounts' tokens, without https://."
  value       = local.issuer
}

output "volumes_kms_key_arn" {
  description = "Key for volumes of pods: parameter kmsKeyId of a StorageClass of ebs.csi.aws.com."
  value       = aws_kms_key.volumes.arn
}

output "storage_class" {
  description = "Manifest of the encrypted gp3 StorageClass heliostat-gp3: terraform output -raw storage_class | kubectl apply -f -."
  value = yamlencode({
    apiVersion           = "storage.k8s.io/v1"
    kind                 = "StorageClass"
    metadata             = { name = "heliostat-gp3" }
    provisioner          = "ebs.csi.aws.com"
    parameters           = { type = "gp3", encrypted = "true", kmsKeyId = aws_kms_key.volumes.arn }
    reclaimPolicy        = "Retain"
    allowVolumeExpansion = true
    volumeBindingMode    = "WaitForFirstConsumer"
  })
}
