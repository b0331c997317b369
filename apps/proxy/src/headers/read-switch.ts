const words: ReadonlyMap<string, boolean> = new Map([
  ['true', true],
  ['1', true],
  ['yes', true],
  ['on', true],
  ['false', false],
  ['0', false],
  ['no', false],
  ['off', false],
  ['', false],
]);

/** Whether a header switches something on, in any case and with blanks around it; undefined for any other word. */
export const readSwitch = (value: string): boolean | undefined =>
  words.get(value) ?? words.get(value.trim().toLowerCase());
