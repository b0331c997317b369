/** One reason why a prompt cannot be assembled, in words that name the way out. */
export type PromptError = {
  /** The variable at fault, where one is. */
  variable?: string;
  message: string;
};

const shownLength = 40;

/** A value in an error, short. */
export function shown(value: unknown): string {
  if (value === undefined) return 'nothing';
  const text = JSON.stringify(value) ?? String(value);
  return text.length > shownLength ? `${text.slice(0, shownLength)}…` : text;
}
