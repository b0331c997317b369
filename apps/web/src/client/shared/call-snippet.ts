type CallInput = {
  /** The proxy's public address. */
  proxyUrl: string;
  /** A Heliostat key; by default the name of an environment variable. */
  apiKey?: string;
  /** A model string of the unified API. */
  model?: string;
  /** Headers beside the usual ones, `Name: value`. */
  headers?: string[];
};

/** The usual model of the examples. */
export const exampleModel = 'gpt-4o-mini';

/** A call to the unified API as a shell command; a header's value may hold anything but a double quote. */
export function callSnippet({
  proxyUrl,
  apiKey = '$HELIOSTAT_API_KEY',
  model = exampleModel,
  headers = [],
}: CallInput): string {
  return [
    `curl ${proxyUrl.replace(/\/+$/, '')}/v1/chat/completions`,
    `-H "Authorization: Bearer ${apiKey}"`,
    ...headers.map((header) => `-H "${header}"`),
    `-H "Content-Type: application/json"`,
    `-d '{
    "model": ${JSON.stringify(model)},
    "messages": [{ "role": "user", "content": "Say hello to Heliostat." }]
  }'`,
  ].join(' \\\n  ');
}
