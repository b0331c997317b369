import type { IncomingMessage, ServerResponse } from 'node:http';
import { modelJson, modelListJson, multimodalListJson } from '@heliostat/models';
import { CodedError } from '@heliostat/platform';
import { unifiedDoor } from '../doors/unified-door.js';
import { linger } from '../errors/send-error.js';
import type { Exchange } from '../forward/exchange.js';
import { bodyTooLarge } from '../forward/upload-body.js';
import type { Call } from '../pipeline/call.js';
import type { CallHead } from '../pipeline/call-head.js';
import type { LongWay } from '../server/long-way.js';
import { FeatureHeaders } from '../headers/feature-headers.js';
import { answerGatewayFailure, gatewayErrorBody } from './answer-gateway-failure.js';
import { refusalOf } from './gateway-failure.js';
import type { GatewaySender } from './gateway-sender.js';
import type { TokenCounter } from './token-counter.js';
import { isAnthropicApi, isModelList, modelNameOf, type ModelApi, type UnifiedApi } from './unified-api.js';

const mappings: Record<ModelApi | 'count-tokens', string> = {
  chat: 'OPENAI',
  responses: 'RESPONSES',
  messages: 'ANTHROPIC',
  'count-tokens': 'ANTHROPIC',
  embeddings: 'OPENAI',
};
const noFeatures = new FeatureHeaders();
const unknownModel = new CodedError(
  'gateway/unknown-model',
  'There is no model of this name. GET /v1/models lists those that there are.',
  404,
);

/** One API for every provider: takes a call through its stages and to whoever answers its model. */
export class UnifiedGateway {
  constructor(
    private readonly longWay: LongWay,
    private readonly sender: GatewaySender,
    private readonly counter: TokenCounter,
  ) {}

  /** Answers what needs no key: the lists of models, and one model. False for all else. */
  answerOpenly(req: IncomingMessage, res: ServerResponse, api: UnifiedApi): boolean {
    if (!isModelList(api) || (req.method !== 'GET' && req.method !== 'HEAD')) return false;
    const found =
      api === 'models'
        ? modelListJson()
        : api === 'multimodal-models'
          ? multimodalListJson()
          : modelJson(modelNameOf(req.url ?? '') ?? '');
    const body = found ?? Buffer.from(JSON.stringify(gatewayErrorBody(api, refusalOf(unknownModel))));
    res.writeHead(found === undefined ? unknownModel.status : 200, {
      'content-type': 'application/json',
      'content-length': body.length,
    });
    res.end(req.method === 'HEAD' ? undefined : body);
    return true;
  }

  /** Takes a call whose key was accepted. */
  take(exchange: Exchange, api: UnifiedApi): void {
    const { req, headers, grant, path, context } = exchange;
    const method = req.method ?? 'GET';
    const fail = (error: CodedError) => answerGatewayFailure(exchange, api, refusalOf(error));
    if (isModelList(api) || method !== 'POST')
      return fail(
        new CodedError(
          'gateway/method',
          `${method} is not answered here: send ${isModelList(api) ? 'GET' : 'POST'}.`,
          405,
        ),
      );
    exchange.facts = {
      ...(headers.bodyMapping === 'NO_MAPPING'
        ? { bodyMapping: 'NO_MAPPING' }
        : { bodyProvider: isAnthropicApi(api) ? 'anthropic' : 'openai', bodyMapping: mappings[api] }),
      ...(headers.features?.redactPii === true ? { redact: true } : {}),
    };
    if (headers.fault !== undefined) return fail(headers.fault);
    if (headers.contentLength > context.maxBody) return fail(bodyTooLarge(context.maxBody));
    const features = headers.features ?? noFeatures;
    const head: CallHead = { door: unifiedDoor, headers, features, grant, method, path };
    const stages = this.longWay.stagesOf(head) ?? [];
    this.longWay.take(exchange, head, stages, (call) => this.send(call, api), fail);
  }

  /** Answers without an exchange: there is no organisation to log it for. */
  refuse(req: IncomingMessage, res: ServerResponse, api: UnifiedApi, error: CodedError): void {
    const body = Buffer.from(JSON.stringify(gatewayErrorBody(api, refusalOf(error))));
    res.writeHead(error.status, { 'content-type': 'application/json', 'content-length': body.length });
    res.end(body);
    if (!req.complete) linger(req);
  }

  private async send(call: Call, api: ModelApi | 'count-tokens'): Promise<void> {
    const { json } = call;
    if (json === undefined) throw new CodedError('gateway/bad-body', 'The body is not a JSON object.', 400);
    const failure =
      api === 'count-tokens' ? await this.counter.count(call, json) : await this.sender.send(call, api, json);
    if (failure !== undefined && !call.exchange.decided) answerGatewayFailure(call.exchange, api, failure);
  }
}
