import { requireBoolean } from '../conditions/boolean-condition.js';
import { elementCondition, propertyCondition, scoreCondition } from '../conditions/map-condition.js';
import { FilterError } from '../filter-error.js';
import {
  absentText,
  boolean,
  costScale,
  number,
  text,
  timestamp,
  type Column,
  type Columns,
} from './column.js';
import { requestId, uuid } from './identifier-columns.js';

/** A hit of the response cache names the call that filled it. */
export const isCacheHit = `cache_reference_id != toUUID('00000000-0000-0000-0000-000000000000')`;
const totalTokens = '(ifNull(prompt_tokens, 0) + ifNull(completion_tokens, 0))';
const feedbackScore = `scores['helicone-score-feedback']`;

const propertyKey: Column = {
  kind: 'value',
  condition: (operand) => {
    if (operand.operator !== 'equals') throw new FilterError(operand.path, 'property_key takes equals only');
    if (typeof operand.value !== 'string') throw new FilterError(operand.path, 'expected a string');
    return `mapContains(properties, ${operand.params.bind(operand.value, 'String')})`;
  },
};

const elements = (sql: string): Column => ({
  kind: 'value',
  condition: (operand) => elementCondition(sql, operand),
});
const properties: Column = { kind: 'map', condition: propertyCondition };

/** Whether feedback was given, and which: a row without any matches neither. */
const rating: Column = {
  kind: 'value',
  condition: (operand) =>
    `(mapContains(scores, 'helicone-score-feedback') AND ${feedbackScore} = ${requireBoolean(operand) ? 1 : 0})`,
};

const requestBody = text('request_body', { textIndex: true });
const responseBody = text('response_body', { textIndex: true });

/** Columns of `request_response_rmt` as filters name them; costs in USD, durations in milliseconds. */
export const requestResponseRmtColumns: Columns = {
  country_code: text('country_code', { nullable: true }),
  latency: number('latency'),
  cost: number('cost', costScale),
  provider: text('provider'),
  time_to_first_token: number('time_to_first_token'),
  status: number('status'),
  request_created_at: timestamp('request_created_at'),
  response_created_at: timestamp('response_created_at'),
  model: text('model'),
  user_id: text('user_id'),
  organization_id: uuid('organization_id'),
  node_id: absentText,
  job_id: absentText,
  threat: boolean('threat'),
  request_id: requestId,
  prompt_tokens: number('prompt_tokens'),
  completion_tokens: number('completion_tokens'),
  prompt_cache_read_tokens: number('prompt_cache_read_tokens'),
  prompt_cache_write_tokens: number('prompt_cache_write_tokens'),
  total_tokens: number(totalTokens),
  target_url: text('target_url', { nullable: true }),
  property_key: propertyKey,
  properties,
  search_properties: properties,
  scores: { kind: 'map', condition: scoreCondition },
  scores_column: elements('mapKeys(scores)'),
  request_body: requestBody,
  response_body: responseBody,
  cache_enabled: boolean('cache_enabled'),
  cache_reference_id: uuid('cache_reference_id'),
  cached: boolean(isCacheHit),
  assets: elements('assets'),
  'helicone-score-feedback': rating,
  prompt_id: text('prompt_id'),
  prompt_version: text('prompt_version'),
  request_referrer: text('request_referrer'),
  is_passthrough_billing: boolean('is_passthrough_billing'),
  // Ours, beside the documented columns.
  request_path: text('request_path'),
  request_model: text('request_model'),
  reasoning_tokens: number('reasoning_tokens'),
  error: text('error'),
  is_stream: boolean('is_stream'),
};

export const requestColumns: Columns = {
  prompt: requestBody,
  created_at: timestamp('request_created_at'),
  user_id: text('user_id'),
  auth_hash: absentText,
  org_id: uuid('organization_id'),
  id: requestId,
  node_id: absentText,
  model: text('model'),
  modelOverride: text('model_override'),
  path: text('request_path'),
  country_code: text('country_code', { nullable: true }),
  prompt_id: text('prompt_id'),
};

export const responseColumns: Columns = {
  body_tokens: number('completion_tokens'),
  body_model: text('model'),
  body_completion: responseBody,
  status: number('status'),
  model: text('model'),
};

export const requestResponseLogColumns: Columns = {
  latency: number('latency'),
  status: number('status'),
  request_created_at: timestamp('request_created_at'),
  response_created_at: timestamp('response_created_at'),
  auth_hash: absentText,
  model: text('model'),
  user_id: text('user_id'),
  organization_id: uuid('organization_id'),
  node_id: absentText,
  job_id: absentText,
  threat: boolean('threat'),
};

export const feedbackColumns: Columns = {
  // Feedback has no number of its own here: no row has one.
  id: number("CAST(NULL, 'Nullable(Int64)')"),
  created_at: timestamp('feedback_created_at'),
  rating,
  response_id: uuid('response_id', true),
};

const propertyNames = elements('mapKeys(properties)');
const propertyValues = elements('mapValues(properties)');

export const propertiesTableColumns: Columns = {
  auth_hash: absentText,
  key: propertyNames,
  value: propertyValues,
};
export const propertiesV3Columns: Columns = {
  key: propertyNames,
  value: propertyValues,
  organization_id: uuid('organization_id'),
};
export const propertyWithResponseColumns: Columns = {
  property_key: propertyNames,
  property_value: propertyValues,
  request_created_at: timestamp('request_created_at'),
  organization_id: uuid('organization_id'),
  threat: boolean('threat'),
};
export const organizationPropertiesColumns: Columns = {
  organization_id: uuid('organization_id'),
  property_key: propertyNames,
};

const rateLimitedStatus = 429;
export const rateLimitColumns: Columns = {
  organization_id: uuid('organization_id'),
  created_at: timestamp(`if(status = ${rateLimitedStatus}, request_created_at, NULL)`),
};
