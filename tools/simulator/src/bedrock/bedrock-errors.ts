import type { IncomingHttpHeaders } from 'node:http';
import { jsonReply, type Call, type ErrorShape, type Reply } from '../http/reply.js';

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

/** SigV4 or one of Bedrock's own keys as a bearer. What contains `invalid` is refused; signatures are not computed. */
export function bedrockAuthenticate(headers: IncomingHttpHeaders): Reply | null {
  const given = headers.authorization;
  if (!given)
    return bedrockError(403, 'Missing Authentication Token', { code: 'MissingAuthenticationTokenException' });
  if (given.includes('invalid'))
    return bedrockError(403, 'The security token included in the request is invalid.', {
      code: 'UnrecognizedClientException',
    });
  if (given.startsWith('Bearer ')) return null;
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
