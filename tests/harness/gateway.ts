import { createSimulator, type Simulator, type SimulatorOptions } from '@heliostat/simulator';
import { randomUUID } from 'node:crypto';
import { Account } from './account.js';
import { Heliostat } from './heliostat.js';

type Control = { behave: SimulatorOptions['behave'] };
export type GatewayCall = { id: string; status: number; headers: Headers; body: unknown };

/** A whole Heliostat whose own keys reach OpenAI, Anthropic, Google and a local server: all of them the simulator. */
export class Gateway {
  private constructor(
    private readonly control: Control,
    readonly simulator: Simulator,
    readonly heliostat: Heliostat,
    readonly account: Account,
  ) {}

  /** `credentials` are those that the simulator verifies; settings may depend on its URL. */
  static async start(
    env: Record<string, string> | ((url: string) => Record<string, string>) = {},
    credentials: SimulatorOptions['credentials'] = {},
  ): Promise<Gateway> {
    const control: Control = { behave: undefined };
    const simulator = await createSimulator({ behave: (request) => control.behave?.(request), credentials });
    const { url } = simulator;
    const heliostat = await Heliostat.start({
      env: {
        PROVIDER_OPENAI_BASE_URL: url,
        PROVIDER_OPENAI_API_KEY: 'sk-installation',
        PROVIDER_ANTHROPIC_BASE_URL: url,
        PROVIDER_ANTHROPIC_API_KEY: 'sk-ant-installation',
        PROVIDER_GOOGLE_AI_STUDIO_BASE_URL: url,
        PROVIDER_GOOGLE_AI_STUDIO_API_KEY: 'AIza-installation',
        PROVIDER_LOCAL_BASE_URL: url,
        // The simulator asks for one, as OpenAI does.
        PROVIDER_LOCAL_API_KEY: 'local-installation',
        ...(typeof env === 'function' ? env(url) : env),
      },
    });
    const account = await Account.signUp(heliostat.webUrl, heliostat.apiUrl);
    return new Gateway(control, simulator, heliostat, account);
  }

  /** Decides how the simulator behaves, until set again. */
  set behave(behave: SimulatorOptions['behave']) {
    this.control.behave = behave;
  }

  signUp(email: string): Promise<Account> {
    return Account.signUp(this.heliostat.webUrl, this.heliostat.apiUrl, email);
  }

  /** One chat call by plain HTTP. */
  async chat(
    headers: Record<string, string> = {},
    body: Record<string, unknown> = {},
    { apiKey } = this.account,
    proxyUrl = this.heliostat.proxyUrl,
  ): Promise<GatewayCall> {
    const id = randomUUID();
    const reply = await fetch(`${proxyUrl}/v1/chat/completions`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${apiKey}`,
        'content-type': 'application/json',
        'helicone-request-id': id,
        ...headers,
      },
      body: JSON.stringify({
        model: 'gpt-4o-mini/openai',
        messages: [{ role: 'user', content: 'What is a heliostat?' }],
        ...body,
      }),
    });
    return { id, status: reply.status, headers: reply.headers, body: (await reply.json()) as unknown };
  }

  /** What a provider was asked last; `body` is parsed. */
  lastUpstream() {
    const { url, headers, body } = this.simulator.requests.at(-1)!;
    return { url, headers, body: JSON.parse(body) as Record<string, unknown> };
  }

  async dispose(): Promise<void> {
    await this.heliostat.dispose();
    await this.simulator.close();
  }
}
