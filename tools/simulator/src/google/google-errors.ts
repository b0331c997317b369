import type { Presented } from '../credentials/credentials.js';
import { jsonReply, type Call, type ErrorShape, type Reply } from '../http/reply.js';

const statuses: Record<number, string> = {
  400: 'INVALID_ARGUMENT',
  401: 'UNAUTHENTICATED',
  403: 'PERMISSION_DENIED',
  404: 'NOT_FOUND',
  429: 'RESOURCE_EXHAUSTED',
  500: 'INTERNAL',
  503: 'UNAVAILABLE',
  504: 'DEADLINE_EXCEEDED',
};
const words: Record<number, string> = {
  429: 'You exceeded your current quota, please check your plan and billing details.',
  500: 'An internal error has occurred. Please retry.',
  503: 'The model is overloaded. Please try again later.',
};

/** `{ error: { code, message, status } }`, as Google answers. */
export const googleError: ErrorShape = (status, message) =>
  jsonReply(status, {
    error: {
      code: status,
      message,
      status: statuses[status] ?? (status >= 500 ? 'INTERNAL' : 'INVALID_ARGUMENT'),
    },
  });

export const googleFailure = (status: number, call: Call): Reply =>
  googleError(status, words[status] ?? `Simulated error ${status} for ${call.path}`);

const unauthenticated =
  'Request had invalid authentication credentials. Expected OAuth 2 access token, login cookie or other valid authentication credential.';

/** Vertex AI takes tokens alone, and those only that were given out; for its own project where one is named. */
function vertexAuthenticate({ path, headers, credentials, tokens }: Presented): Reply | null {
  const { google } = credentials;
  const project = /^\/v1\/projects\/([^/]+)\//.exec(path)?.[1];
  if (!google || project === undefined) return null;
  const token = headers.authorization?.replace(/^Bearer /, '') ?? '';
  if ((tokens.get(token) ?? 0) <= Date.now()) return googleError(401, unauthenticated);
  if (google.project === undefined || google.project === project) return null;
  return googleError(
    403,
    `Permission 'aiplatform.endpoints.predict' denied on resource '//aiplatform.googleapis.com/projects/${project}' (or it may not exist).`,
  );
}

/** No key: 403. A wrong API key: 400 (Google's own choice). A wrong bearer token: 401. */
export function googleAuthenticate(presented: Presented): Reply | null {
  const { headers, query } = presented;
  const key = (headers['x-goog-api-key'] as string | undefined) ?? query.get('key');
  if (headers.authorization?.includes('invalid')) return googleError(401, unauthenticated);
  if (!key && !headers.authorization)
    return googleError(
      403,
      "Method doesn't allow unregistered callers (callers without established identity). Please use API Key or other form of API consumer identity to call this API.",
    );
  if (!key?.includes('invalid')) return vertexAuthenticate(presented);
  return jsonReply(400, {
    error: {
      code: 400,
      message: 'API key not valid. Please pass a valid API key.',
      status: 'INVALID_ARGUMENT',
      details: [
        {
          '@type': 'type.googleapis.com/google.rpc.ErrorInfo',
          reason: 'API_KEY_INVALID',
          domain: 'googleapis.com',
        },
      ],
    },
  });
}
