import { CodedError } from '@heliostat/platform';

export const enoughSaid = new CodedError('proxy/refusal-too-large', 'The refusal is larger than 1 MB.', 502);

export const tooManyReplies = new CodedError(
  'proxy/too-many-replies',
  'The gateway holds too many large replies at the moment. Try again in a moment.',
  503,
);

export const tooManyRepliesOfOne = new CodedError(
  'proxy/too-many-replies',
  "The gateway holds too many large replies of your organization's at the moment. Wait for some of them to be complete.",
  503,
);

export const tooLargeReply = new CodedError(
  'proxy/reply-too-large',
  'The reply of the provider is larger than 64 MB and cannot be translated.',
  502,
);

export const badReply = (origin: string, words: string) =>
  new CodedError('proxy/bad-reply', `${origin} answered with what is no reply of its format: ${words}`, 502);

export const badCoding = (encoding: string | undefined) =>
  `it is not in the content-encoding ${String(encoding)}`;
