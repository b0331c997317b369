import { createHash } from 'node:crypto';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { CodedError } from '@heliostat/platform';
import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { buildSync } from 'esbuild';
import { containerSecurity, podSecurity, simulatorHost, simulatorPort } from './provider-simulator.js';

/** A load test of an environment: one of the scripts in load/, run by the k6 operator. */
export type LoadTest = {
  /** Name of the script, without its extension. */
  script: string;
  /** Pods that share the load. */
  parallelism: number;
  /** Variables that the scripts read; addresses and the key are given. */
  settings: Record<string, string>;
};

export type LoadTestProps = {
  namespace: string;
  /** Folder with the scripts. */
  folder: string;
  test: LoadTest;
  /** What is tested. When it changes, Argo CD synchronises, and the test runs again. */
  tested: object;
};

const configMap = 'heliostat-load';

/** A ConfigMap with the scripts, each bundled into one file, and a TestRun of the k6 operator that runs one. */
export class LoadTestRun extends Construct {
  constructor(scope: Construct, id: string, { namespace, folder, test, tested }: LoadTestProps) {
    super(scope, id);
    const scripts = bundledScripts(folder);
    const file = `${test.script}.js`;
    if (!Object.hasOwn(scripts, file))
      throw new CodedError(
        'cdk8s/script',
        `${folder} has no script ${test.script}; it has ${Object.keys(scripts).join(', ')}`,
      );
    const labels = { 'app.kubernetes.io/name': 'heliostat-load', 'app.kubernetes.io/part-of': 'heliostat' };
    const map = {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: {
        name: configMap,
        namespace,
        labels,
        annotations: {
          'heliostat/tested': createHash('sha256').update(JSON.stringify(tested)).digest('hex').slice(0, 16),
        },
      },
      data: scripts,
    };
    new ApiObject(this, 'scripts', map);
    const run = {
      apiVersion: 'k6.io/v1alpha1',
      kind: 'TestRun',
      metadata: {
        name: `heliostat-${test.script}`,
        namespace,
        labels,
        annotations: {
          'argocd.argoproj.io/hook': 'PostSync',
          'argocd.argoproj.io/hook-delete-policy': 'BeforeHookCreation',
          'argocd.argoproj.io/sync-options': 'SkipDryRunOnMissingResource=true',
        },
      },
      spec: {
        parallelism: test.parallelism,
        script: { configMap: { name: configMap, file } },
        initializer: pod,
        starter: pod,
        runner: {
          ...pod,
          env: [
            { name: 'PROXY_URL', value: 'http://heliostat-proxy:8787' },
            { name: 'DIRECT_URL', value: `http://${simulatorHost}:${simulatorPort}` },
            { name: 'API_KEY', valueFrom: { secretKeyRef: { name: 'heliostat-owner', key: 'api-key' } } },
            ...Object.entries(test.settings).map(([name, value]) => ({ name, value })),
          ],
          resources: { requests: { cpu: '1', memory: '512Mi' }, limits: { memory: '2Gi' } },
        },
      },
    };
    new ApiObject(this, 'run', run);
  }
}

const pod = { securityContext: podSecurity, containerSecurityContext: containerSecurity };

/** Every script of the folder with what it imports, by file name. k6's own modules stay imports. */
function bundledScripts(folder: string): Record<string, string> {
  const names = existsSync(folder)
    ? readdirSync(folder).filter((name) => /\.(ts|js)$/.test(name) && !/\.(spec|d)\.ts$/.test(name))
    : [];
  if (names.length === 0) throw new CodedError('cdk8s/scripts', `${folder} holds no scripts for k6`);
  return Object.fromEntries(
    names.sort().map((name) => {
      const { outputFiles } = buildSync({
        entryPoints: [join(folder, name)],
        absWorkingDir: folder,
        bundle: true,
        write: false,
        format: 'esm',
        target: 'es2022',
        external: ['k6', 'k6/*'],
        legalComments: 'none',
        charset: 'utf8',
      });
      return [name.replace(/\.ts$/, '.js'), outputFiles[0]!.text];
    }),
  );
}
