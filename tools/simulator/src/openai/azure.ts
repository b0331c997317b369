import { jsonReply, type Call, type Reply } from '../http/reply.js';

const deployment = /\/openai\/deployments\/([^/]+)\//;
const calm = { filtered: false, severity: 'safe' };
const safe = { hate: calm, self_harm: calm, sexual: calm, violence: calm };

/** Azure's answer to an address without `api-version`, or to a deployment that is not there. */
function azureFault(call: Call, name: string): Reply | undefined {
  if (!call.query.has('api-version'))
    return jsonReply(404, { error: { code: '404', message: 'Resource not found' } });
  if (!/^(unknown|no-such)/i.test(name)) return undefined;
  const message =
    'The API deployment for this resource does not exist. If you created the deployment within the last 5 minutes, please wait a moment and try again.';
  return jsonReply(404, { error: { code: 'DeploymentNotFound', message } });
}

/**
 * A handler as Azure's deployments have it: the model stands in the address, a version must, and what the content
 * filter saw is told in the reply, in a stream by a first chunk without choices.
 */
export function withAzure(handle: (call: Call) => Reply): (call: Call) => Reply {
  return (call) => {
    const name = deployment.exec(call.path)?.[1];
    if (name === undefined) return handle(call);
    const fault = azureFault(call, name);
    if (fault) return fault;
    const body = typeof call.body === 'object' && call.body !== null ? call.body : {};
    const reply = handle({ ...call, body: { model: decodeURIComponent(name), ...body } });
    const prompt_filter_results = [{ prompt_index: 0, content_filter_results: safe }];
    if (reply.status !== 200 || !call.path.endsWith('/chat/completions')) return reply;
    if ('frames' in reply) {
      const head = { id: '', object: '', created: 0, model: '', choices: [], prompt_filter_results };
      return { ...reply, frames: [`data: ${JSON.stringify(head)}\n\n`, ...reply.frames] };
    }
    const whole = JSON.parse(String(reply.body)) as Record<string, unknown>;
    return { ...reply, body: JSON.stringify({ ...whole, prompt_filter_results }) };
  };
}
