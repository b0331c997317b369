import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';

export const simulatorHost = 'heliostat-simulator';
export const simulatorPort = 9001;
export const simulatorLabels = {
  'app.kubernetes.io/name': 'heliostat-simulator',
  'app.kubernetes.io/component': 'simulator',
};

export type ProviderSimulatorProps = { namespace: string; image: string };

/** A provider of made-up replies, and a Service before it. */
export class ProviderSimulator extends Construct {
  constructor(scope: Construct, id: string, { namespace, image }: ProviderSimulatorProps) {
    super(scope, id);
    const metadata = {
      name: simulatorHost,
      namespace,
      labels: { ...simulatorLabels, 'app.kubernetes.io/part-of': 'heliostat' },
    };
    const probe = { tcpSocket: { port: simulatorPort }, periodSeconds: 5 };
    const deployment = {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata,
      spec: {
        replicas: 1,
        selector: { matchLabels: simulatorLabels },
        template: {
          metadata: { labels: metadata.labels },
          spec: {
            automountServiceAccountToken: false,
            securityContext: podSecurity,
            containers: [
              {
                name: 'simulator',
                image,
                ports: [{ name: 'http', containerPort: simulatorPort }],
                readinessProbe: probe,
                livenessProbe: { ...probe, periodSeconds: 20 },
                resources: { requests: { cpu: '500m', memory: '128Mi' }, limits: { memory: '512Mi' } },
                securityContext: containerSecurity,
                volumeMounts: [{ name: 'tmp', mountPath: '/tmp' }],
              },
            ],
            volumes: [{ name: 'tmp', emptyDir: { sizeLimit: '64Mi' } }],
          },
        },
      },
    };
    new ApiObject(this, 'deployment', deployment);
    const service = {
      apiVersion: 'v1',
      kind: 'Service',
      metadata,
      spec: { selector: simulatorLabels, ports: [{ name: 'http', port: simulatorPort, targetPort: 'http' }] },
    };
    new ApiObject(this, 'service', service);
  }
}

/** What the namespace's level `restricted` asks of every pod. */
export const podSecurity = {
  runAsNonRoot: true,
  runAsUser: 10001,
  runAsGroup: 10001,
  seccompProfile: { type: 'RuntimeDefault' },
};
export const containerSecurity = {
  allowPrivilegeEscalation: false,
  readOnlyRootFilesystem: true,
  capabilities: { drop: ['ALL'] },
};
