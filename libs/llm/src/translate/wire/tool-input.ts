import { isRecord, parseJson, type Json } from '../../json/json-value.js';

/**
 * Arguments of a tool call as an object, for formats that carry them so. Text that is no JSON object (a custom tool's,
 * or one that a limit cut) is kept under `input`.
 */
export function toolInput(args: string): Json {
  if (args.trim() === '') return {};
  const value = parseJson(args);
  return isRecord(value) ? value : { input: value ?? args };
}

/** The reserved tool that carries structured output where a model has no other way to give it. */
export const jsonToolName = 'heliostat_json_output';
