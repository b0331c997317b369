import { estimatePromptTokens } from '@heliostat/llm';
import { CodedError, type Config } from '@heliostat/platform';
import { makeAttempt } from '../attempts/make-attempt.js';
import type { Call, JsonObject } from '../pipeline/call.js';
import type { ProviderKeyStore } from '../provider-keys/provider-key-store.js';
import { findCandidates, type Candidate } from './candidates.js';
import type { EndpointLatency } from './endpoint-latency.js';
import { failureOf, mostActionable, type GatewayFailure } from './gateway-failure.js';
import { modelOf } from './gateway-sender.js';
import { parseModelString } from './model-string.js';
import type { ProviderRequest, ProviderRequests } from './provider-request.js';

export type TokenCounterDependencies = {
  settings: Config['providers'];
  ownKeys: ProviderKeyStore;
  latency: EndpointLatency;
  requests: ProviderRequests;
};

/** Keys that are tried; the count is the same with each. */
const maxAsked = 3;
/** What is wrong with the request itself. Anything else says that this provider does not count now. */
const clientFaults = new Set([400, 413, 422]);

/**
 * `POST /v1/messages/count_tokens` (Anthropic's API): how many tokens a message's prompt has, before it is sent. Claude
 * is asked about at Anthropic, which counts for free; for every other model, and where Anthropic does not answer, the
 * prompt is counted here, and `Heliostat-Token-Count: estimated` says so.
 */
export class TokenCounter {
  constructor(private readonly dependencies: TokenCounterDependencies) {}

  /** Resolves to undefined once the client has its answer, else to what is to be told. Throws coded errors (400). */
  async count(call: Call, body: JsonObject): Promise<GatewayFailure | undefined> {
    const parsed = parseModelString(modelOf(body));
    if (!Array.isArray(body['messages']))
      throw new CodedError(
        'gateway/no-messages',
        'The field "messages" is missing: a list of messages.',
        400,
      );
    const keys = await this.dependencies.ownKeys.keysOf(call.org);
    const { candidates, failures } = findCandidates(parsed, 'messages', keys, this.dependencies);
    const [first] = candidates;
    if (first === undefined) return mostActionable(failures);
    // Of a list of models the first is the one that would answer.
    const asked = candidates.filter(
      (candidate) => candidate.provider.id === 'anthropic' && nameOf(candidate) === nameOf(first),
    );
    for (const candidate of asked.slice(0, maxAsked)) {
      const failure = await this.ask(call, body, candidate);
      if (failure === undefined || call.exchange.decided) return undefined;
      if (clientFaults.has(failure.status)) return failure;
    }
    answerEstimate(call, body, first);
    return undefined;
  }

  private async ask(call: Call, body: JsonObject, candidate: Candidate): Promise<GatewayFailure | undefined> {
    const request: ProviderRequest = await this.dependencies.requests.buildCount(call, body, candidate);
    if (call.exchange.decided) return undefined;
    request.attempt.onChosen = () => nameModel(call, candidate);
    const failure = await makeAttempt(call.exchange, request.attempt);
    if (failure === undefined) return undefined;
    const { message, type } = request.readError(failure);
    return failureOf(failure, message, type);
  }
}

const nameOf = ({ endpoint, providerModelId }: Candidate): string => endpoint?.model.id ?? providerModelId;

function nameModel(call: Call, candidate: Candidate): void {
  call.facts.model = candidate.providerModelId;
  call.reply('helicone-provider', candidate.provider.id);
  call.reply('helicone-model', nameOf(candidate));
}

function answerEstimate(call: Call, body: JsonObject, candidate: Candidate): void {
  const tokens = estimatePromptTokens(body, nameOf(candidate));
  nameModel(call, candidate);
  call.reply('heliostat-token-count', 'estimated');
  call.exchange.answer({
    status: 200,
    contentType: 'application/json',
    chunks: [Buffer.from(JSON.stringify({ input_tokens: tokens }))],
  });
}
