import { CodedError, errorMessage } from '@heliostat/platform';
import { KubeConfig } from '@kubernetes/client-node/dist/config.js';
import http from 'node:http';
import https from 'node:https';

export type KubeReply = { status: number; body: unknown };
export type KubeSend = (method: string, path: string, body?: unknown) => Promise<KubeReply>;

type Where = { kubeconfig?: string | undefined; kubecontext?: string | undefined };

/** A kubeconfig as helm would read it: its flags reach a plugin as HELM_KUBE*. */
export function openKubeConfig({ kubeconfig, kubecontext }: Where, env: NodeJS.ProcessEnv): KubeConfig {
  const config = new KubeConfig();
  try {
    if (env.HELM_KUBEAPISERVER && !kubeconfig)
      config.loadFromClusterAndUser(
        {
          name: 'flags',
          server: env.HELM_KUBEAPISERVER,
          skipTLSVerify: env.HELM_KUBEINSECURE_SKIP_TLS_VERIFY === 'true',
          ...(env.HELM_KUBECAFILE ? { caFile: env.HELM_KUBECAFILE } : {}),
        },
        { name: 'flags', ...(env.HELM_KUBETOKEN ? { token: env.HELM_KUBETOKEN } : {}) },
      );
    else if (kubeconfig) config.loadFromFile(kubeconfig);
    else config.loadFromDefault();
  } catch (error) {
    throw new CodedError('compose/kubeconfig', `The kubeconfig cannot be read: ${errorMessage(error)}`);
  }
  const context = kubecontext ?? (kubeconfig ? undefined : env.HELM_KUBECONTEXT || undefined);
  if (context !== undefined && !env.HELM_KUBEAPISERVER) {
    const known = config.getContexts().map(({ name }) => name);
    if (!known.includes(context))
      throw new CodedError(
        'compose/kubeconfig',
        `The kubeconfig has no context ${context}; it has ${known.join(', ') || 'none'}.`,
      );
    config.setCurrentContext(context);
  }
  if (!config.getCurrentCluster())
    throw new CodedError(
      'compose/kubeconfig',
      'The kubeconfig names no cluster. Set KUBECONFIG or a current context.',
    );
  return config;
}

/** Requests to a cluster's API by node:https: the client's own HTTP needs a newer Node than Helm's users may have. */
export function kubeSend(config: KubeConfig): KubeSend {
  const server = config.getCurrentCluster()!.server.replace(/\/$/, '');
  return async (method, path, body) => {
    const options: https.RequestOptions = {
      method,
      timeout: 30_000,
      headers: {
        accept: 'application/json',
        ...(body === undefined ? {} : { 'content-type': contentType(method) }),
      },
    };
    try {
      await config.applyToHTTPSOptions(options);
      return await send(`${server}${path}`, options, body === undefined ? undefined : JSON.stringify(body));
    } catch (error) {
      throw new CodedError(
        'compose/cluster-away',
        `The cluster at ${server} cannot be reached: ${errorMessage(error)}`,
      );
    }
  };
}

const contentType = (method: string) =>
  method === 'PATCH' ? 'application/merge-patch+json' : 'application/json';

function send(url: string, options: https.RequestOptions, body: string | undefined): Promise<KubeReply> {
  return new Promise((resolve, reject) => {
    const request = (url.startsWith('https:') ? https : http).request(url, options, (reply) => {
      let text = '';
      reply.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
      reply.once('error', reject);
      reply.once('end', () => resolve({ status: reply.statusCode ?? 0, body: parsed(text) }));
    });
    request.once('timeout', () => request.destroy(new Error('no reply in 30 seconds')));
    request.once('error', reject);
    request.end(body);
  });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return { message: text.slice(0, 300) };
  }
}
