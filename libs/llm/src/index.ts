export type { PathRewrite, Provider, Wire } from './providers/provider.js';
export {
  findProviderByHost,
  findProviderBySlug,
  providerOfUrl,
  providers,
  rewriteProviderPath,
} from './providers/provider-registry.js';
export { AddressError } from './providers/address-error.js';
export {
  authStyle,
  operationOf,
  upstreamPath,
  type AddressFacts,
  type AuthStyle,
  type Operation,
  type UpstreamPath,
} from './providers/upstream-path.js';
export type { CallInput, CallReading } from './call/call-reading.js';
export { readCall } from './call/read-call.js';
export { findPictures } from './assets/find-pictures.js';
export { countTokens } from './estimate/count-tokens.js';
export { preview, previewLength } from './preview/preview.js';
export { createSseReader, type SseEvent } from './stream/sse-reader.js';
export type { AssembledReply } from './stream/assembler.js';
export { createStreamAssembler } from './stream/stream-assembler.js';
export { readReplyUsage, readUsageObject } from './usage/read-usage.js';
export { toLlmSchema, type LlmSchemaInput } from './normalise/to-llm-schema.js';
export { decodeBody } from './call/decode-body.js';
export { estimatePromptTokens } from './estimate/estimate-tokens.js';
export { isRecord, type Json } from './json/json-value.js';
export type { Codec, Format, ReplyContext, TargetFacts, WrittenRequest } from './translate/codec.js';
export { codecOf } from './translate/codecs.js';
export {
  translateCall,
  type ClientFormat,
  type ReplyTranslation,
  type StreamTranslation,
  ProviderFault,
  type StreamFault,
  type TranslatedCall,
  type TranslateInput,
} from './translate/translate.js';
export {
  translateEmbeddings,
  type EmbeddingsApi,
  type EmbeddingsTarget,
  type TranslatedEmbeddings,
} from './translate/embeddings/embeddings.js';
export { hiddenFault } from './translate/wire/hidden-fault.js';
export { checkExtensions } from './translate/check/check-extensions.js';
export { checkStrictRequest } from './translate/check/check-strict-request.js';
export { callMarks, type RequestApi } from './translate/check/extension-shapes.js';
export type { RequestFault } from './translate/check/shape.js';
