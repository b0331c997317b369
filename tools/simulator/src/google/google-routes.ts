import { anthropicError, anthropicFailure, anthropicStreamFault } from '../anthropic/anthropic-errors.js';
import { jsonReply, type Call, type Reply, type Route } from '../http/reply.js';
import { countGoogleTokens, generate } from './generate.js';
import { googleAuthenticate, googleError, googleFailure } from './google-errors.js';
import { googleEmbed } from './google-embed.js';
import { giveToken } from './google-token.js';
import { vertexEmbed } from './vertex-embed.js';
import { vertexMessages } from './vertex-messages.js';

const route = (
  method: string,
  pattern: RegExp,
  handle: (call: Call, match: RegExpExecArray) => Reply,
): Route => ({
  method,
  pattern,
  handle,
  error: googleError,
  failure: googleFailure,
  authenticate: googleAuthenticate,
});

const models = (): Reply =>
  jsonReply(200, {
    models: ['gemini-2.5-pro', 'gemini-2.5-flash', 'gemini-2.0-flash'].map((id) => ({
      name: `models/${id}`,
      displayName: id,
      inputTokenLimit: 1_048_576,
      outputTokenLimit: 65_536,
      supportedGenerationMethods: ['generateContent', 'countTokens'],
    })),
  });

export const googleRoutes: Route[] = [
  {
    ...route(
      'POST',
      /\/publishers\/anthropic\/models\/([^/:]+):(rawPredict|streamRawPredict)$/,
      vertexMessages,
    ),
    error: anthropicError,
    failure: anthropicFailure,
    streamFault: anthropicStreamFault,
  },
  route('POST', /\/publishers\/google\/models\/([^/:]+):predict$/, vertexEmbed),
  route('POST', /\/models\/([^/:]+):(generateContent|streamGenerateContent)$/, generate),
  route('POST', /\/models\/([^/:]+):(embedContent|batchEmbedContents)$/, googleEmbed),
  route('POST', /\/models\/([^/:]+):countTokens$/, countGoogleTokens),
  route('GET', /\/v1beta\/models$/, models),
  {
    ...route('POST', /^\/token$/, () => googleError(404, 'Not found')),
    raw: true,
    authenticate: () => null,
    grant: giveToken,
  },
];
