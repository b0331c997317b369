import { CodedError } from '@heliostat/platform';
import type { Stage } from '../pipeline/stage.js';

/**
 * Stage of `__helicone-mock-response: {…}`: answers with the header's JSON, status 200, and asks no provider; for tests
 * of what calls the gateway. As with a reply from the cache nothing is paid and no limit counts it; the row says that it
 * is made up. Throws `mock-response/bad-json` (400) where the header holds no JSON.
 */
export function createMockResponseStage(): Stage {
  return {
    name: 'mock-response',
    wanted: ({ features }) => features.mockResponse !== undefined,
    run(call) {
      // Node reads the bytes of a header as latin1.
      const body = Buffer.from(call.head.features.mockResponse!, 'latin1');
      assertJson(body);
      call.facts.mocked = true;
      return { status: 200, contentType: 'application/json', chunks: [body] };
    },
  };
}

function assertJson(body: Buffer): void {
  try {
    JSON.parse(body.toString());
  } catch {
    throw new CodedError(
      'mock-response/bad-json',
      'The header __helicone-mock-response must hold the reply as JSON, such as {"choices":[]}.',
      400,
    );
  }
}
