/** `{{hc:name:type}}`, a variable (page prompts/overview). */
export type VariableTag = { name: string; type: string };

/** `{{hcp:prompt:index}}` or `{{hcp:prompt:index:environment}}`: a message of another prompt. */
export type PartialTag = {
  /** The whole tag as it stands in the text. */
  tag: string;
  promptId: string;
  /** Of the message, from 0. */
  index: number;
  /** Undefined means production. */
  environment: string | undefined;
};

// Bounded repeats: whatever a text holds, finding its tags is linear in its length. White space may stand wherever the
// SDK's templates allow it, so that both make the same prompt of one template.
const gap = '\\s{0,8}';
const colon = `${gap}:${gap}`;
const name = '[A-Za-z0-9_.-]{1,128}';
const variablePattern = `\\{\\{${gap}hc${colon}(${name})${colon}(${name})${gap}\\}\\}`;
const partialPattern = `\\{\\{${gap}hcp${colon}([A-Za-z0-9_-]{1,64})${colon}(\\d{1,4})(?:${colon}(${name}))?${gap}\\}\\}`;
const onlyVariable = new RegExp(`^\\s{0,8}${variablePattern}\\s{0,8}$`);

/** Puts something else in the place of each variable. */
export function replaceVariables(text: string, replace: (tag: VariableTag, whole: string) => string): string {
  if (!text.includes('{{')) return text;
  return text.replace(new RegExp(variablePattern, 'g'), (whole, name: string, type: string) =>
    replace({ name, type }, whole),
  );
}

/** The variable that is all there is of the text. */
export function soleVariable(text: string): VariableTag | undefined {
  const match = onlyVariable.exec(text);
  return match ? { name: match[1]!, type: match[2]! } : undefined;
}

/** Puts something else in the place of each partial. */
export function replacePartials(text: string, replace: (tag: PartialTag) => string): string {
  if (!text.includes('{{')) return text;
  return text.replace(
    new RegExp(partialPattern, 'g'),
    (tag: string, promptId: string, index: string, environment: string | undefined) =>
      replace({ tag, promptId, index: Number(index), environment }),
  );
}
