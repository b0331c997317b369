import type { StandardParameter } from './registry-types.js';

const list = (text: string) => text.split(' ') as StandardParameter[];

/** Parameters of OpenAI's models that do not reason first. */
export const gptParameters = list(
  'max_tokens max_completion_tokens temperature top_p stop stream frequency_penalty presence_penalty seed tools tool_choice functions function_call response_format json_mode structured_outputs logit_bias logprobs top_logprobs n',
);

/** Parameters of OpenAI's reasoning models; they refuse those of `reasoningRefuses`. */
export const gptReasoningParameters = list(
  'max_completion_tokens stop stream seed tools tool_choice functions function_call response_format json_mode structured_outputs reasoning include_reasoning verbosity n',
);

export const oSeriesParameters = gptReasoningParameters.filter(
  (name) => name !== 'n' && name !== 'verbosity' && name !== 'stop',
);

/** Parameters that OpenAI's reasoning models answer with an error. */
export const reasoningRefuses = [
  'temperature',
  'top_p',
  'presence_penalty',
  'frequency_penalty',
  'logprobs',
  'top_logprobs',
  'logit_bias',
  'max_tokens',
];

export const claudeParameters = list(
  'max_tokens temperature top_p top_k stop stream tools tool_choice response_format structured_outputs',
);
export const claudeThinkingParameters = list(
  'max_tokens temperature top_p top_k stop stream tools tool_choice response_format structured_outputs reasoning include_reasoning thinking',
);

export const geminiParameters = list(
  'max_tokens temperature top_p top_k stop stream frequency_penalty presence_penalty seed tools tool_choice response_format json_mode structured_outputs n',
);
export const geminiThinkingParameters = list(
  'max_tokens temperature top_p top_k stop stream frequency_penalty presence_penalty seed tools tool_choice response_format json_mode structured_outputs reasoning include_reasoning thinking n',
);

/** Parameters of open models behind OpenAI-compatible servers. */
export const openParameters = list(
  'max_tokens temperature top_p top_k min_p stop stream frequency_penalty presence_penalty repetition_penalty seed tools tool_choice response_format json_mode structured_outputs logit_bias logprobs top_logprobs n',
);
export const openReasoningParameters = [...openParameters, ...list('reasoning include_reasoning')];

export const grokParameters = list(
  'max_tokens max_completion_tokens temperature top_p stop stream frequency_penalty presence_penalty seed tools tool_choice response_format json_mode structured_outputs logprobs top_logprobs n',
);
export const grokReasoningParameters = list(
  'max_tokens max_completion_tokens temperature top_p stream seed tools tool_choice response_format json_mode structured_outputs logprobs top_logprobs reasoning include_reasoning n',
);

export const sonarParameters = list(
  'max_tokens temperature top_p top_k stream frequency_penalty presence_penalty response_format structured_outputs',
);
export const sonarReasoningParameters = [...sonarParameters, ...list('reasoning include_reasoning')];

export const embeddingParameters: StandardParameter[] = [];
export const imageParameters = list('n stream');
