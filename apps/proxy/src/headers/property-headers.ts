/** Lower-case header name → the property that its value is kept as, under which the original's pages find it (PP-05). */
export const propertyHeaderNames: ReadonlyMap<string, string> = new Map([
  ['helicone-session-id', 'Helicone-Session-Id'],
  ['helicone-session-path', 'Helicone-Session-Path'],
  ['helicone-session-name', 'Helicone-Session-Name'],
  ['helicone-prompt-name', 'Helicone-Prompt-Name'],
  ['helicone-prompt-format', 'Helicone-Prompt-Format'],
  ['helicone-experiment-id', 'Helicone-Experiment-Id'],
  ['helicone-experiment-column-id', 'Helicone-Experiment-Column-Id'],
  ['helicone-experiment-row-index', 'Helicone-Experiment-Row-Index'],
  ['x-stripe-customer-id', 'stripe_customer_id'],
]);
