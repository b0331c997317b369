import type { Presented } from '../credentials/credentials.js';
import { jsonReply, type Call, type ErrorShape, type Reply } from '../http/reply.js';
import { eventFrame } from './event-frame.js';
import { signatureFault } from './verify-signature.js';

const types: Record<number, string> = {
  400: 'ValidationException',
  403: 'AccessDeniedException',
  404: 'ResourceNotFoundException',
  408: 'ModelTimeoutException',
  424: 'ModelErrorException',
  429: 'ThrottlingException',
  500: 'InternalServerException',
  503: 'ServiceUnavailableException',
};
const words: Record<number, string> = {
  403: 'You don’t have access to the model with the specified model ID.',
  429: 'Too many requests, please wait before trying again.',
  500: 'The system encountered an unexpected error during processing. Try your request again.',
  503: 'Bedrock is unable to process your request.',
};

/** `{message}`, with the kind of error in a header, as AWS answers; `extra.code` names a kind of its own. */
export const bedrockError: ErrorShape = (status, message, extra) => {
  const type = extra?.code ?? types[status] ?? (status >= 500 ? types[500]! : types[400]!);
  const headers = {
    'x-amzn-errortype': `${type}:http://internal.amazon.com/coral/com.amazon.bedrock/`,
    'x-amzn-requestid': '7d3a9c1e-0000-4000-8000-5157a0000000',
  };
  return jsonReply(status, { message }, headers);
};

export const bedrockFailure = (status: number, call: Call): Reply =>
  bedrockError(status, words[status] ?? `Simulated error ${status} for ${call.path}`);

/** The exception that ends a stream, after a status of 200. */
export function bedrockStreamFault({ headers, ...reply }: Reply): Uint8Array {
  const [type = ''] = (headers['x-amzn-errortype'] ?? '').split(':');
  const body = 'body' in reply ? (JSON.parse(String(reply.body)) as object) : {};
  return eventFrame(type.charAt(0).toLowerCase() + type.slice(1), body, 'exception');
}

/**
 * SigV4 or one of Bedrock's own keys as a bearer. Where keys are known each signature is computed; else what contains
 * `invalid` is refused, and a signature needs only its form.
 */
export function bedrockAuthenticate(presented: Presented): Reply | null {
  const { headers, credentials } = presented;
  const { aws } = credentials;
  const given = headers.authorization;
  if (!given)
    return bedrockError(403, 'Missing Authentication Token', { code: 'MissingAuthenticationTokenException' });
  if (given.includes('invalid'))
    return bedrockError(403, 'The security token included in the request is invalid.', {
      code: 'UnrecognizedClientException',
    });
  if (given.startsWith('Bearer ')) {
    if (!aws || aws.bearers?.includes(given.slice(7))) return null;
    return bedrockError(403, 'Authentication failed: Please make sure your API Key is valid.');
  }
  if (aws) {
    const fault = signatureFault(presented, aws, 'bedrock', Date.now());
    return fault ? bedrockError(403, fault.message, { code: fault.code }) : null;
  }
  const signed =
    /^AWS4-HMAC-SHA256 Credential=[^/\s]+\/\d{8}\/[a-z0-9-]+\/bedrock\/aws4_request, ?SignedHeaders=[^,\s]+, ?Signature=[0-9a-f]{64}$/;
  if (!signed.test(given))
    return bedrockError(
      403,
      'Authorization header is not a complete AWS4-HMAC-SHA256 signature for bedrock.',
      {
        code: 'IncompleteSignatureException',
      },
    );
  if (!headers['x-amz-date'])
    return bedrockError(403, 'Authorization header requires existence of a X-Amz-Date header.', {
      code: 'IncompleteSignatureException',
    });
  return null;
}
