import { CodedError } from '@heliostat/platform';

export const noKey = new CodedError(
  'proxy/no-key',
  'No Heliostat key. Send it as the header "Helicone-Auth: Bearer <key>", beside the key of the provider; keys are made on the dashboard, under API keys.',
  401,
);
export const badKey = new CodedError(
  'proxy/bad-key',
  'The Heliostat key is not valid or was revoked. Send one from the dashboard, under API keys: in Authorization to the unified API at /v1, in Helicone-Auth to a provider.',
  401,
);
export const readOnlyKey = new CodedError(
  'proxy/read-only-key',
  'This Heliostat key may only read. Use one with write permission to send requests.',
  403,
);
export const noUnifiedKey = new CodedError(
  'proxy/no-key',
  'No Heliostat key. Send it as the header "Authorization: Bearer <key>"; keys are made on the dashboard, under API keys.',
  401,
);
