import { Container, PodSpec } from './manifest.js';

interface SecurityContext {
  privileged?: boolean;
  allowPrivilegeEscalation?: boolean;
  runAsNonRoot?: boolean;
  runAsUser?: number;
  procMount?: string;
  capabilities?: { add?: string[]; drop?: string[] };
  seccompProfile?: { type?: string };
  appArmorProfile?: { type?: string };
  seLinuxOptions?: { type?: string; user?: string; role?: string };
  windowsOptions?: { hostProcess?: boolean };
  sysctls?: { name: string }[];
}

const allowedVolumes = [
  'configMap',
  'csi',
  'downwardAPI',
  'emptyDir',
  'ephemeral',
  'persistentVolumeClaim',
  'projected',
  'secret',
];
const allowedSeccomp = ['RuntimeDefault', 'Localhost'];
const allowedSeLinuxTypes = ['', 'container_t', 'container_init_t', 'container_kvm_t', 'container_engine_t'];
const safeSysctls = [
  'kernel.shm_rmid_forced',
  'net.ipv4.ip_local_port_range',
  'net.ipv4.ip_unprivileged_port_start',
  'net.ipv4.tcp_syncookies',
  'net.ipv4.ping_group_range',
  'net.ipv4.ip_local_reserved_ports',
  'net.ipv4.tcp_keepalive_time',
  'net.ipv4.tcp_fin_timeout',
  'net.ipv4.tcp_keepalive_intvl',
  'net.ipv4.tcp_keepalive_probes',
];

/**
 * What the level "restricted" of Kubernetes' pod security standards (which holds all of "baseline") would refuse in a
 * pod of Linux containers; empty when it may run.
 */
export function podSecurityFaults(pod: PodSpec): string[] {
  const context = (pod.securityContext ?? {}) as SecurityContext;
  const faults: string[] = [];
  for (const field of ['hostNetwork', 'hostPID', 'hostIPC']) if (pod[field]) faults.push(`${field} is set`);
  faults.push(...sharedFaults(context, 'the pod'));
  for (const { name } of context.sysctls ?? [])
    if (!safeSysctls.includes(name)) faults.push(`sysctl ${name} is not a safe one`);
  for (const { name, ...source } of pod.volumes ?? [])
    for (const type of Object.keys(source))
      if (!allowedVolumes.includes(type)) faults.push(`volume ${name} is of type ${type}`);
  for (const container of [...(pod.initContainers ?? []), ...pod.containers])
    faults.push(...containerFaults(container, context));
  return faults;
}

function containerFaults(container: Container, pod: SecurityContext): string[] {
  const own = (container.securityContext ?? {}) as SecurityContext;
  const name = `container ${container.name}`;
  const faults = sharedFaults(own, name);
  if (own.privileged) faults.push(`${name} is privileged`);
  if (own.allowPrivilegeEscalation !== false)
    faults.push(`${name} does not set allowPrivilegeEscalation: false`);
  if (own.procMount && own.procMount !== 'Default') faults.push(`${name} has procMount ${own.procMount}`);
  if (!(own.runAsNonRoot ?? pod.runAsNonRoot)) faults.push(`${name} does not set runAsNonRoot: true`);
  if (!own.seccompProfile?.type && !pod.seccompProfile?.type) faults.push(`${name} has no seccompProfile`);
  if (!own.capabilities?.drop?.includes('ALL')) faults.push(`${name} does not drop ALL capabilities`);
  for (const capability of own.capabilities?.add ?? [])
    if (capability !== 'NET_BIND_SERVICE') faults.push(`${name} adds capability ${capability}`);
  for (const port of container.ports ?? [])
    if ('hostPort' in port && port.hostPort) faults.push(`${name} uses host port ${String(port.hostPort)}`);
  for (const probe of ['livenessProbe', 'readinessProbe', 'startupProbe'] as const) {
    const handler = (container[probe]?.httpGet ?? container[probe]?.tcpSocket) as
      { host?: string } | undefined;
    if (handler?.host) faults.push(`${name} names a host in its ${probe}`);
  }
  return faults;
}

/** What may be set on pods and on containers alike. */
function sharedFaults(context: SecurityContext, name: string): string[] {
  const faults: string[] = [];
  const { seccompProfile, appArmorProfile, seLinuxOptions } = context;
  if (context.windowsOptions?.hostProcess) faults.push(`${name} is a host process`);
  if (context.runAsNonRoot === false) faults.push(`${name} sets runAsNonRoot: false`);
  if (context.runAsUser === 0) faults.push(`${name} runs as user 0`);
  if (seccompProfile?.type && !allowedSeccomp.includes(seccompProfile.type))
    faults.push(`${name} has seccomp profile ${seccompProfile.type}`);
  if (appArmorProfile?.type && !allowedSeccomp.includes(appArmorProfile.type))
    faults.push(`${name} has AppArmor profile ${appArmorProfile.type}`);
  if (seLinuxOptions && !allowedSeLinuxTypes.includes(seLinuxOptions.type ?? ''))
    faults.push(`${name} has SELinux type ${seLinuxOptions.type}`);
  if (seLinuxOptions?.user || seLinuxOptions?.role) faults.push(`${name} sets an SELinux user or role`);
  return faults;
}
