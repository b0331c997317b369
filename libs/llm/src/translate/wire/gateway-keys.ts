import { isRecord, list, record, type Json } from '../../json/json-value.js';
import type { ContextEditing } from '../conversation/request.js';
import { defined } from './defined.js';

/** Body fields that the gateway itself uses up (page gateway/prompt-integration); no provider ever sees them. */
export const gatewayKeys: readonly string[] = ['prompt_id', 'version_id', 'environment', 'inputs'];

const number = (value: unknown): number | undefined =>
  typeof value === 'number' && Number.isFinite(value) ? value : undefined;

/** Reads `context_editing` (page gateway/concepts/context-editing); undefined where `enabled` is not stated. */
export function readContextEditing(value: unknown): ContextEditing | undefined {
  if (!isRecord(value) || typeof value['enabled'] !== 'boolean') return undefined;
  const editing: ContextEditing = { enabled: value['enabled'] };
  if (isRecord(value['clear_tool_uses'])) {
    const uses = value['clear_tool_uses'];
    editing.clearToolUses = defined({
      trigger: number(uses['trigger']),
      keep: number(uses['keep']),
      clearAtLeast: number(uses['clear_at_least']),
      excludeTools: Array.isArray(uses['exclude_tools'])
        ? list(uses['exclude_tools']).filter((name): name is string => typeof name === 'string')
        : undefined,
      clearToolInputs: typeof uses['clear_tool_inputs'] === 'boolean' ? uses['clear_tool_inputs'] : undefined,
    });
  }
  if (isRecord(value['clear_thinking'])) {
    const keep = value['clear_thinking']['keep'];
    editing.clearThinking = defined({ keep: keep === 'all' ? keep : number(keep) });
  }
  return editing;
}

/** `context_editing` in the client's words again. */
export function writeContextEditing(editing: ContextEditing): Json {
  const { clearToolUses: uses, clearThinking: thinking } = editing;
  return defined({
    enabled: editing.enabled,
    clear_tool_uses:
      uses &&
      defined({
        trigger: uses.trigger,
        keep: uses.keep,
        clear_at_least: uses.clearAtLeast,
        exclude_tools: uses.excludeTools,
        clear_tool_inputs: uses.clearToolInputs,
      }),
    clear_thinking: thinking && defined({ keep: thinking.keep }),
  });
}

/** Reads `image_generation` (page gateway/concepts/image-generation); undefined unless both its keys are there. */
export function readImageGeneration(value: unknown): { aspectRatio: string; imageSize: string } | undefined {
  const { aspect_ratio: aspectRatio, image_size: imageSize } = record(value);
  return typeof aspectRatio === 'string' && typeof imageSize === 'string'
    ? { aspectRatio, imageSize }
    : undefined;
}

/** Metadata as strings, the only thing that providers store; undefined where it is no object. */
export function readMetadata(value: unknown): Record<string, string> | undefined {
  if (!isRecord(value)) return undefined;
  return Object.fromEntries(
    Object.entries(value).map(([name, entry]) => [
      name,
      typeof entry === 'string' ? entry : (JSON.stringify(entry) ?? ''),
    ]),
  );
}
