/** One kind of call, as the child process of `runPaired` sends it again and again. */
export type Side = {
  /** `http:` is asked by POST; over `ws:` one socket is kept and each message answered by one. */
  url: string;
  headers: Record<string, string>;
  /** `placeholder` in it becomes another number of the same length in each call. */
  body: string;
  /** A reply without this header, or with another value where one is given, counts as failed. */
  expect?: { header: string; value?: string };
};

/** One row of the table: the same call without and with a feature. */
export type FeatureCase = {
  name: string;
  off: Side;
  on: Side;
  /** Calls a second; 500 where not said. */
  perSecond?: number;
  /** Reports the time to the first byte in a row of its own. */
  stream?: boolean;
};

/** Where in a body each call differs from the others; ten characters, so that all bodies are equally long. */
export const placeholder = '##########';

/** Where the calls go and with what right. */
export type FeatureContext = {
  /** Origin of the proxy under test. */
  proxy: string;
  /** Heliostat key without stored policies. */
  key: string;
  /** Heliostat key with one stored policy, which never refuses. */
  limitedKey: string;
  /** Of a saved prompt whose assembly is `unifiedBody`'s body. */
  promptId: string;
  /** nginx with the fixed reply, behind `/oai`. */
  fixedReply: string;
  /** The upstream of this part, behind `/anthropic` and `/deepseek`. */
  upstream: string;
};
