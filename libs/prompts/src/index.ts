export * from './assemble/assemble-prompt.js';
export * from './partials/partials.js';
export * from './tags/tags.js';
export * from './variables/find-variables.js';
export type { PromptError } from './variables/prompt-error.js';
