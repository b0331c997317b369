import { isObject, type JsonObject } from '../json.js';
import type { PromptError } from '../variables/prompt-error.js';
import { Substitution } from '../variables/substitution.js';

/** The fields of a call that are about the prompt and never reach a provider. */
export const promptFields = ['prompt_id', 'version_id', 'environment', 'inputs'] as const;

export type Assembly = { body: JsonObject; errors?: undefined } | { errors: PromptError[]; body?: undefined };

/**
 * Makes one chat completion's body out of a saved prompt, its partials put in already, and a call (page
 * prompts/assembly): the call's parameters override the saved ones, its messages come after the saved ones, its tools
 * too, and the inputs take the variables' places: as text in messages, with their types everywhere else. Pure; never
 * changes what it is given.
 */
export function assemblePrompt(saved: JsonObject, call: JsonObject): Assembly {
  const faults = shapeFaults(call);
  if (faults.length > 0) return { errors: faults };
  const { messages: savedMessages, tools: savedTools, ...savedRest } = saved;
  const own = Object.fromEntries(
    Object.entries(call).filter(([name, value]) => value !== undefined && !isPromptField(name)),
  );
  const { messages: ownMessages, tools: ownTools, response_format: ownFormat, ...ownRest } = own;
  // What the call overrides needs no inputs.
  const savedUsed = Object.fromEntries(
    Object.entries(savedRest).filter(([name]) => !Object.hasOwn(own, name)),
  );

  const substitution = new Substitution(isObject(call.inputs) ? call.inputs : {});
  const messages = [
    ...listOf(savedMessages).map((message) => substitution.texts(message)),
    ...listOf(ownMessages).map((message) => ownMessage(message, substitution)),
  ];
  const tools = substitution.json([...listOf(savedTools), ...listOf(ownTools)]) as unknown[];
  const body: JsonObject = {
    ...(substitution.json(savedUsed) as JsonObject),
    ...ownRest,
    ...(ownFormat !== undefined && { response_format: substitution.json(ownFormat) }),
    messages,
    ...(tools.length > 0 && { tools }),
  };
  if (messages.length === 0)
    substitution.errors.push({ message: 'the prompt has no messages: add messages to the request' });
  return substitution.errors.length > 0 ? { errors: substitution.errors } : { body };
}

function shapeFaults({ inputs, messages, tools }: JsonObject): PromptError[] {
  const faults: PromptError[] = [];
  if (inputs !== undefined && inputs !== null && !isObject(inputs))
    faults.push({ message: 'inputs must be an object of names and values' });
  if (messages !== undefined && messages !== null && !Array.isArray(messages))
    faults.push({ message: 'messages must be an array' });
  if (tools !== undefined && tools !== null && !Array.isArray(tools))
    faults.push({ message: 'tools must be an array' });
  return faults;
}

/** Of the call's own messages the texts are templates, too; arguments and ids of tool calls are not. */
function ownMessage(message: unknown, substitution: Substitution): unknown {
  if (!isObject(message)) return message;
  const { content } = message;
  if (typeof content === 'string') return { ...message, content: substitution.text(content) };
  if (!Array.isArray(content)) return message;
  const parts = content.map((part: unknown) =>
    isObject(part) && typeof part.text === 'string' ? { ...part, text: substitution.text(part.text) } : part,
  );
  return { ...message, content: parts };
}

const listOf = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);

const isPromptField = (name: string): boolean => (promptFields as readonly string[]).includes(name);
