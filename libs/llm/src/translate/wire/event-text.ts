/** One server-sent event without a name, as OpenAI's chat streams them. */
export const dataEvent = (value: unknown): string => `data: ${JSON.stringify(value)}\n\n`;

/** One server-sent event named by its `type`. */
export const namedEvent = (value: { type: string; [field: string]: unknown }): string =>
  `event: ${value.type}\ndata: ${JSON.stringify(value)}\n\n`;
