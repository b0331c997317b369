import { propertyCondition } from '../conditions/map-condition.js';
import { requireText, textCondition } from '../conditions/text-condition.js';
import type { FilterTable } from './column.js';
import {
  cacheMetricsColumns,
  sessionColumns,
  userMetricsColumns,
  usersViewColumns,
} from './grouped-columns.js';
import {
  feedbackColumns,
  organizationPropertiesColumns,
  propertiesTableColumns,
  propertiesV3Columns,
  propertyWithResponseColumns,
  rateLimitColumns,
  requestColumns,
  requestResponseLogColumns,
  requestResponseRmtColumns,
  responseColumns,
} from './request-columns.js';

/** Tables whose conditions mean something for a logged call. */
export const filterTables: Readonly<Record<string, FilterTable>> = {
  request: { columns: requestColumns },
  response: { columns: responseColumns },
  request_response_rmt: { columns: requestResponseRmtColumns },
  request_response_log: { columns: requestResponseLogColumns },
  feedback: { columns: feedbackColumns },
  properties: { anyKey: propertyCondition },
  // Inputs of prompts are not kept with the call: every row has the empty text.
  values: {
    anyKey: (_key, operand) => textCondition({ sql: `''` }, { ...operand, ...requireText(operand) }),
  },
  properties_table: { columns: propertiesTableColumns },
  properties_v3: { columns: propertiesV3Columns },
  property_with_response_v1: { columns: propertyWithResponseColumns },
  organization_properties: { columns: organizationPropertiesColumns },
  sessions_request_response_rmt: { columns: sessionColumns },
  users_view: { columns: usersViewColumns },
  user_metrics: { columns: userMetricsColumns },
  cache_metrics: { columns: cacheMetricsColumns },
  rate_limit_log: { columns: rateLimitColumns },
};

/** Tables of the protocol that hold no calls: filters on calls cannot use them, and say so. */
export const foreignTables: ReadonlySet<string> = new Set([
  'user_api_keys',
  'prompt_v2',
  'prompts_versions',
  'experiment',
  'experiment_hypothesis_run',
  'score_value',
  'job',
  'job_node',
]);
