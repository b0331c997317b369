output "vpc_id" {
  description = "The VPC."
  value       = aws_vpc.this.id
}

output "vpc_cidr" {
  description = "IPv4 range of the VPC."
  value       = var.cidr
}

output "availability_zones" {
  description = "The zones that the subnets are in, in order."
  value       = local.zones
}

output "public_subnet_ids" {
  description = "Subnets of NAT gateways and internet-facing load balancers."
  value       = [for zone in local.zones : aws_subnet.public[zone].id]
}

output "private_subnet_ids" {
  description = "Subnets of nodes and pods."
  value       = [for zone in local.zones : aws_subnet.private[zone].id]
}

output "database_subnet_ids" {
  description = "Subnets of Aurora and ElastiCache, without a route out of the VPC."
  value       = [for zone in local.zones : aws_subnet.database[zone].id]
}

output "load_balancer_cidrs" {
  description = "IPv4 ranges of load balancers: by whether they face the internet."
  value = {
    internet = [for zone in local.zones : local.public_cidrs[zone]]
    internal = [for zone in local.zones : local.private_cidrs[zone]]
  }
}

output "database_cidrs" {
  description = "IPv4 ranges of the database subnets, for network policies."
  value       = [for zone in local.zones : local.database_cidrs[zone]]
}

output "nat_public_ips" {
  description = "Addresses that LLM providers see, for their allow lists."
  value       = [for zone in local.nat_zones : aws_eip.nat[zone].public_ip]
}
