/** Stands for undici in the bundle (see build.mjs). Nothing that the plugin calls makes one of these. */
export class Agent {
  constructor() {
    throw new Error('helm compose does not use undici');
  }
}

export const ProxyAgent = Agent;
export const fetch = (): never => new Agent() as never;
