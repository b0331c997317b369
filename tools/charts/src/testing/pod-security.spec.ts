import { PodSpec } from './manifest.js';
import { podSecurityFaults as sut } from './pod-security.js';

const restricted = (): PodSpec => ({
  securityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } },
  containers: [
    {
      name: 'app',
      image: 'x',
      securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } },
    },
  ],
  volumes: [{ name: 'tmp', emptyDir: {} }],
});

describe('podSecurityFaults', () => {
  it('finds nothing in a restricted pod', () => {
    expect(sut(restricted())).toEqual([]);
  });

  it('names all that a plain pod lacks', () => {
    expect(sut({ containers: [{ name: 'app', image: 'x' }] })).toEqual([
      'container app does not set allowPrivilegeEscalation: false',
      'container app does not set runAsNonRoot: true',
      'container app has no seccompProfile',
      'container app does not drop ALL capabilities',
    ]);
  });

  it.each<[string, (pod: PodSpec) => void]>([
    ['hostNetwork is set', (pod) => (pod.hostNetwork = true)],
    [
      'volume host is of type hostPath',
      (pod) => pod.volumes!.push({ name: 'host', hostPath: { path: '/' } }),
    ],
    ['container app runs as user 0', (pod) => (pod.containers[0]!.securityContext!.runAsUser = 0)],
    [
      'container app sets runAsNonRoot: false',
      (pod) => (pod.containers[0]!.securityContext!.runAsNonRoot = false),
    ],
    ['container app is privileged', (pod) => (pod.containers[0]!.securityContext!.privileged = true)],
    [
      'container app adds capability SYS_ADMIN',
      (pod) => (pod.containers[0]!.securityContext!.capabilities = { drop: ['ALL'], add: ['SYS_ADMIN'] }),
    ],
    [
      'container app has seccomp profile Unconfined',
      (pod) => (pod.containers[0]!.securityContext!.seccompProfile = { type: 'Unconfined' }),
    ],
    [
      'container app uses host port 80',
      (pod) => (pod.containers[0]!.ports = [Object.assign({ containerPort: 80 }, { hostPort: 80 })]),
    ],
    [
      'sysctl kernel.msgmax is not a safe one',
      (pod) => (pod.securityContext!.sysctls = [{ name: 'kernel.msgmax' }]),
    ],
  ])('says "%s"', (fault, change) => {
    const pod = restricted();
    change(pod);
    expect(sut(pod)).toContain(fault);
  });

  it('looks at init containers too', () => {
    const pod = { ...restricted(), initContainers: [{ name: 'init', image: 'x' }] };
    expect(sut(pod)).toContain('container init does not drop ALL capabilities');
  });
});
