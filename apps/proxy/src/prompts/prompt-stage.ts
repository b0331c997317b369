import { CodedError } from '@heliostat/platform';
import {
  assemblePrompt,
  findPartials,
  maxPartialDepth,
  messageText,
  putPartials,
  type PartialTag,
} from '@heliostat/prompts';
import type { Call, JsonObject } from '../pipeline/call.js';
import type { CallHead } from '../pipeline/call-head.js';
import type { Stage } from '../pipeline/stage.js';
import type { NoPrompt, PromptChoice, PromptStore, PromptVersion } from './prompt-store.js';

/** Partials of one level; more are a mistake or an attack. */
const maxPartials = 100;
const maxNameLength = 256;
const shownErrors = 5;
/** Levels of lists and objects in the inputs: the record keeps them, and whoever reads it walks through them. */
const maxInputDepth = 100;
/** Characters of the inputs' JSON that the record keeps; bodies have a limit of their own there. */
const maxKeptInputs = 256 * 1024;

/**
 * Puts a saved prompt into the place of a call that names one by `prompt_id` (PR-01 to PR-07). Throws `prompts/…`: 400
 * for what does not fit, 404 for a prompt or version that does not exist, 503 while prompts cannot be read.
 */
export function createPromptStage(store: PromptStore, wanted: (head: CallHead) => boolean): Stage {
  return {
    name: 'prompts',
    wanted,
    run: (call) => {
      const { json } = call;
      return json?.prompt_id === undefined || json.prompt_id === null
        ? undefined
        : assemble(store, call, json);
    },
  };
}

async function assemble(store: PromptStore, call: Call, json: JsonObject): Promise<undefined> {
  const promptId = nameOf(json, 'prompt_id')!;
  const environment = nameOf(json, 'environment');
  if (isDeeper(json['inputs'], maxInputDepth))
    throw new CodedError(
      'prompts/inputs',
      `inputs may hold lists and objects in one another up to ${maxInputDepth} deep.`,
      400,
    );
  const choice: PromptChoice = { environment, versionId: nameOf(json, 'version_id') };
  const found = await store.find(call.org, promptId, choice);
  if ('missing' in found) throw unknown(found, promptId, choice);
  const saved = await withPartials(store, call.org, found);
  const { body, errors } = assemblePrompt(saved, json);
  if (errors)
    throw new CodedError(
      'prompts/inputs',
      `The prompt ${promptId} cannot be assembled: ${errors
        .slice(0, shownErrors)
        .map(({ message }) => message)
        .join('; ')}.`,
      400,
    );
  const { facts } = call;
  facts.promptId = promptId;
  facts.promptVersion = found.versionId;
  facts.promptInputs = keptInputs((json.inputs as JsonObject | null | undefined) ?? {});
  facts.promptEnvironment = environment ?? (choice.versionId === undefined ? 'production' : undefined);
  call.replaceJson(body);
}

/** The inputs, in their order, as far as the record keeps them: a text that is too long is cut, anything else left out. */
function keptInputs(inputs: JsonObject): JsonObject {
  if (JSON.stringify(inputs).length <= maxKeptInputs) return inputs;
  const kept: [string, unknown][] = [];
  let left = maxKeptInputs;
  for (const [name, value] of Object.entries(inputs)) {
    const length = JSON.stringify(name).length + JSON.stringify(value).length + 2;
    if (length <= left) kept.push([name, value]);
    else if (typeof value === 'string' && name.length < left)
      kept.push([name, value.slice(0, left - name.length)]);
    else continue;
    left -= Math.min(length, left);
  }
  return Object.fromEntries(kept);
}

function isDeeper(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return levels === 0 || Object.values(value).some((entry) => isDeeper(entry, levels - 1));
}

function nameOf(json: JsonObject, field: string): string | undefined {
  const value = json[field];
  if (value === undefined || value === null) return undefined;
  if (typeof value === 'string' && value !== '' && value.length <= maxNameLength) return value;
  throw new CodedError('prompts/field', `${field} must be a text of 1 to ${maxNameLength} characters.`, 400);
}

function unknown(
  { missing }: NoPrompt,
  promptId: string,
  { environment, versionId }: PromptChoice,
): CodedError {
  if (missing === 'prompt') return new CodedError('prompts/unknown', `There is no prompt ${promptId}.`, 404);
  if (environment === undefined && versionId !== undefined)
    return new CodedError('prompts/version', `The prompt ${promptId} has no version ${versionId}.`, 404);
  return new CodedError(
    'prompts/environment',
    `The prompt ${promptId} has no version in the environment ${environment ?? 'production'}: ` +
      'set one, or name a version_id.',
    404,
  );
}

/** Messages of other prompts come first, and theirs, so that inputs reach the variables in them. */
async function withPartials(
  store: PromptStore,
  org: string,
  { promptId, body }: PromptVersion,
): Promise<JsonObject> {
  let saved: JsonObject = body;
  for (let depth = 0; ; depth++) {
    const partials = findPartials(saved);
    if (partials.length === 0) return saved;
    if (depth >= maxPartialDepth || partials.length > maxPartials)
      throw new CodedError(
        'prompts/partials',
        `The prompt ${promptId} has too many partials: ${maxPartials} may stand in one another ${maxPartialDepth} deep. Is there a circle?`,
        400,
      );
    const texts = await Promise.all(
      partials.map(async (partial) => [partial.tag, await textOf(store, org, partial)] as const),
    );
    const replaced = putPartials(saved, new Map(texts));
    if (!replaced)
      throw new CodedError('prompts/partials', `The partials of the prompt ${promptId} are too long.`, 400);
    saved = replaced;
  }
}

async function textOf(store: PromptStore, org: string, partial: PartialTag): Promise<string> {
  const { tag, promptId, index, environment } = partial;
  const found = await store.find(org, promptId, { environment });
  const text = 'missing' in found ? undefined : messageText(found.body, index);
  if (text !== undefined) return text;
  const why =
    'missing' in found
      ? unknown(found, promptId, { environment }).message
      : `Its prompt has no message ${index} with a text.`;
  throw new CodedError('prompts/partial', `The partial ${tag} leads nowhere. ${why}`, 400);
}
