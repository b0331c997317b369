import { isObject, type JsonObject } from '../json.js';
import { replaceVariables, soleVariable, type VariableTag } from '../tags/tags.js';
import { shown, type PromptError } from './prompt-error.js';
import { checkValue, textOf } from './variable-value.js';

/** Characters that inputs may add: a small prompt with large inputs many times over must not fill the memory. */
const maxAdded = 32 * 1024 * 1024;
const maxDepth = 200;
/** More faults than these help nobody. */
const maxErrors = 20;

/**
 * Puts inputs into the place of variables, and collects what is wrong with them. What an input says is never searched
 * for variables.
 */
export class Substitution {
  readonly errors: PromptError[] = [];
  private readonly reported = new Set<string>();
  private added = 0;

  constructor(private readonly inputs: JsonObject) {}

  /** In a text: a variable without an input stays as it is, unless its type asks for one. */
  text(template: string): string {
    return replaceVariables(template, (tag, whole) => {
      const { name, type } = tag;
      if (!this.has(name) && type !== 'number' && type !== 'boolean') return whole;
      const input = this.has(name) ? this.inputs[name] : undefined;
      if (this.checked(tag, input) === undefined) return whole;
      return this.grown(textOf(input), whole);
    });
  }

  /** All texts within a value, as texts. */
  texts(template: unknown, depth = 0): unknown {
    if (typeof template === 'string') return this.text(template);
    return this.each(template, depth, (value) => this.texts(value, depth + 1));
  }

  /**
   * In JSON (PR-06): a variable that is all of a text becomes the input with its type, one within a text becomes text,
   * one in a key must be text. Every variable needs its input: half a schema is none.
   */
  json(template: unknown, depth = 0): unknown {
    if (typeof template === 'string') return this.jsonText(template);
    return this.each(
      template,
      depth,
      (value) => this.json(value, depth + 1),
      (key) => this.key(key),
    );
  }

  private jsonText(template: string): unknown {
    const tag = soleVariable(template);
    if (!tag) return this.strictText(template);
    const checked = this.needed(tag);
    if (checked === undefined) return template;
    const { value } = checked;
    if (typeof value === 'object' || typeof value === 'string') this.grown(textOf(value), '');
    return value;
  }

  private strictText(template: string): string {
    return replaceVariables(template, (tag, whole) =>
      this.needed(tag) === undefined ? whole : this.grown(textOf(this.inputs[tag.name]), whole),
    );
  }

  private key(template: string): string {
    return replaceVariables(template, (tag, whole) => {
      if (this.needed(tag) === undefined) return whole;
      const input = this.inputs[tag.name];
      if (typeof input === 'string') return this.grown(input, whole);
      this.fault(
        tag.name,
        `"${tag.name}" stands in a key of the schema and must be text; it is ${shown(input)}`,
      );
      return whole;
    });
  }

  private each(
    value: unknown,
    depth: number,
    change: (value: unknown) => unknown,
    rename: (key: string) => string = (key) => key,
  ): unknown {
    if (typeof value !== 'object' || value === null) return value;
    if (depth >= maxDepth) {
      this.fault(undefined, `the prompt nests deeper than ${maxDepth} levels`);
      return value;
    }
    if (Array.isArray(value)) return value.map(change);
    if (!isObject(value)) return value;
    const entries = Object.entries(value).map(([key, part]) => [rename(key), change(part)] as const);
    const result = Object.fromEntries(entries);
    if (Object.keys(result).length < entries.length)
      this.fault(undefined, 'two keys of the schema are the same once its variables are filled in');
    return result;
  }

  private needed(tag: VariableTag): { value: unknown } | undefined {
    if (this.has(tag.name)) return this.checked(tag, this.inputs[tag.name]);
    this.fault(tag.name, `"${tag.name}" has no value: add it to inputs`);
    return undefined;
  }

  private checked({ name, type }: VariableTag, input: unknown): { value: unknown } | undefined {
    const checked = checkValue(type, input);
    if ('value' in checked) return checked;
    this.fault(name, `"${name}" must be ${checked.expected}; inputs hold ${shown(input)}`);
    return undefined;
  }

  private has(name: string): boolean {
    return Object.hasOwn(this.inputs, name) && this.inputs[name] !== undefined;
  }

  private grown(text: string, otherwise: string): string {
    this.added += text.length;
    if (this.added <= maxAdded) return text;
    this.fault(undefined, `the inputs make the prompt longer than ${maxAdded / 1024 / 1024} MB`);
    return otherwise;
  }

  private fault(variable: string | undefined, message: string): void {
    if (this.reported.has(message) || this.errors.length >= maxErrors) return;
    this.reported.add(message);
    this.errors.push(variable === undefined ? { message } : { variable, message });
  }
}
