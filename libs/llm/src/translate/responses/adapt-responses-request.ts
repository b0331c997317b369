import { isRecord, list, record, type Json } from '../../json/json-value.js';
import type { TargetFacts, WrittenRequest } from '../codec.js';
import { DroppedParams } from '../wire/dropped-params.js';
import { gatewayKeys } from '../wire/gateway-keys.js';
import { effortOfBudget } from '../wire/reasoning-effort.js';
import { isForeignReasoning } from './responses-seal.js';

/** Fields of the gateway's own that no provider of this format knows. */
const extensions = ['context_editing', 'image_generation', 'cache_control', 'top_k'];

function adaptContent(content: unknown, dropped: DroppedParams): unknown {
  if (!Array.isArray(content)) return content;
  const parts = content as unknown[];
  const touched = parts.some((entry) => {
    const part = record(entry);
    return part['cache_control'] !== undefined || part['type'] === 'output_image';
  });
  if (!touched) return content;
  return parts.flatMap((entry) => {
    if (!isRecord(entry)) return [entry];
    // An image that another provider's model made: OpenAI takes none in an assistant's message.
    if (entry['type'] === 'output_image') {
      dropped.add('input.output_image');
      return [];
    }
    const { cache_control: mark, ...part } = entry;
    if (mark !== undefined) dropped.add('cache_control');
    return [part];
  });
}

/** Items without those that only another provider could read. */
function adaptInput(input: unknown, dropped: DroppedParams): unknown {
  if (!Array.isArray(input)) return input;
  return (input as unknown[]).flatMap((item) => {
    if (!isRecord(item)) return [item];
    if (item['type'] === 'reasoning')
      return isForeignReasoning(item['id'], item['encrypted_content']) ? [] : [item];
    const content = adaptContent(item['content'], dropped);
    if (content === item['content'] && item['cache_control'] === undefined) return [item];
    const { cache_control: mark, ...kept } = item;
    if (mark !== undefined) dropped.add('cache_control');
    return [{ ...kept, content }];
  });
}

/** Fits a Responses request to a provider of that format: everything stays but what is the gateway's own. */
export function adaptResponsesRequest(original: Json, target: TargetFacts): WrittenRequest {
  const body: Json = { ...original, model: target.model };
  const dropped = new DroppedParams();
  for (const key of gatewayKeys) delete body[key];
  if (target.provider === 'helicone') return { body, dropped: [], headers: {} };
  for (const name of extensions) {
    const value = body[name];
    delete body[name];
    const idle =
      value === undefined || value === null || (name === 'context_editing' && !record(value)['enabled']);
    if (!idle) dropped.add(name);
  }
  const budget = record(body['reasoning_options'])['budget_tokens'];
  delete body['reasoning_options'];
  if (typeof budget === 'number') {
    const reasoning = record(body['reasoning']);
    if (list(Object.keys(reasoning)).includes('effort') && reasoning['effort'] !== null)
      dropped.add('reasoning_options');
    else body['reasoning'] = { ...reasoning, effort: effortOfBudget(budget) };
  }
  body['input'] = adaptInput(body['input'], dropped);
  if (body['input'] === undefined) delete body['input'];
  return { body, dropped: dropped.list(), headers: {} };
}
