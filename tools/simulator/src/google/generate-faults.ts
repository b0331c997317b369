type Part = Record<string, unknown>;
type Content = { role?: string | undefined; parts: Part[] };

/** What the check reads of a request. */
export type CheckedRequest = {
  contents: Content[];
  hasFunctions: boolean;
  json: boolean;
  thinkingBudget: number | undefined;
  thinkingLevel: string | undefined;
};

const has = (part: Part, camel: string, snake: string) =>
  part[camel] !== undefined || part[snake] !== undefined;
const isCall = (part: Part) => has(part, 'functionCall', 'function_call');
const isResult = (part: Part) => has(part, 'functionResponse', 'function_response');
const isSigned = (part: Part) => has(part, 'thoughtSignature', 'thought_signature');

/** Whether a model is of the third line or later: stricter about calls, and thinking by levels. */
export const isThird = (model: string): boolean => /gemini-([3-9]|\d\d)/.test(model);

/** Why Gemini refuses a request (400), in its words; undefined where it does not. */
export function generateFault(model: string, request: CheckedRequest): string | undefined {
  const { contents, thinkingBudget: budget } = request;
  if (contents.some(({ role }) => role !== undefined && role !== 'user' && role !== 'model'))
    return 'Please use a valid role: user, model.';
  if (contents.some(({ parts }) => parts.length === 0))
    return '* GenerateContentRequest.contents.parts: contents.parts must not be empty.';
  if (!isThird(model)) {
    if (request.hasFunctions && request.json)
      return "Function calling with a response mime type: 'application/json' is unsupported";
    if (request.thinkingLevel !== undefined) return 'Thinking level is not supported for this model.';
  } else if (request.thinkingLevel !== undefined && budget !== undefined)
    return 'You can only set only one of thinking budget and thinking level.';
  if (budget !== undefined && !/gemini-(2\.5|[3-9]|\d\d)/.test(model))
    return 'Thinking is not supported for this model.';
  if (budget === 0 && /gemini-2\.5-pro/.test(model))
    return 'Budget 0 is invalid. This model only works in thinking mode.';
  return turnFault(model, contents);
}

function turnFault(model: string, contents: readonly Content[]): string | undefined {
  for (const [at, { role, parts }] of contents.entries()) {
    const calls = parts.filter(isCall);
    const results = contents[at + 1]?.parts.filter(isResult) ?? [];
    if (calls.length > 0 && calls.length !== results.length)
      return 'Please ensure that the number of function response parts is equal to the number of function call parts of the function call turn.';
    if (role !== 'model' && parts.some(isResult) && !contents[at - 1]?.parts.some(isCall))
      return 'Please ensure that function response turn comes immediately after a function call turn.';
    if (isThird(model) && calls[0] && !isSigned(calls[0]))
      return 'Function call is missing a thought_signature in functionCall parts. This is required for tools to work correctly.';
  }
  return undefined;
}
