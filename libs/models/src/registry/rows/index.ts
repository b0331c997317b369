import type { ModelRow } from '../registry-types.js';
import { anthropicRows } from './anthropic.js';
import { deepseekRows } from './deepseek.js';
import { googleRows } from './google.js';
import { metaRows } from './meta.js';
import { mistralRows } from './mistral.js';
import { openWeightRows } from './open-weight.js';
import { openaiGptRows } from './openai-gpt.js';
import { openaiGpt5Rows } from './openai-gpt5.js';
import { openaiGpt5LaterRows } from './openai-gpt5-later.js';
import { openaiOtherRows } from './openai-other.js';
import { openaiReasoningRows } from './openai-reasoning.js';
import { otherAuthorsRows } from './other-authors.js';
import { xaiRows } from './xai.js';

/** Every model that the gateway knows without being told, by author. */
export const modelRows: readonly ModelRow[] = [
  ...openaiGptRows,
  ...openaiGpt5Rows,
  ...openaiGpt5LaterRows,
  ...openaiReasoningRows,
  ...openaiOtherRows,
  ...anthropicRows,
  ...googleRows,
  ...xaiRows,
  ...metaRows,
  ...deepseekRows,
  ...mistralRows,
  ...openWeightRows,
  ...otherAuthorsRows,
];
