import type { GuardedCall, GuardStage } from '../../pipeline/guarded-call.js';
import { refusal } from '../refusal.js';
import { userTexts } from '../user-texts.js';
import type { Moderator } from './moderator.js';

export type ModerationDependencies = {
  /** Whether the call goes to OpenAI, by its door or by the model in its body. */
  isOpenAiCall(call: GuardedCall): boolean;
  moderator: Moderator;
  /**
   * The key to ask OpenAI with: the organisation's stored one, the installation's, or the client's own. Undefined
   * where there is none; the key of `MODERATION_API_KEY`, and nobody else's, where another server is asked.
   */
  keyOf(call: GuardedCall): Promise<string | undefined> | string | undefined;
  /** Whether the moderator needs no key. */
  keyless: boolean;
  /** `HELIOSTAT_PUBLIC_URL` */
  publicUrl: string;
};

/** Of the original's page, to the letter but for the address. */
const code = 'PROMPT_FLAGGED_FOR_MODERATION';
const message = 'The given prompt was flagged by the OpenAI Moderation endpoint.';

/**
 * Stage of `Helicone-Moderations-Enabled: true`: the latest user message of a call to OpenAI goes to the moderation
 * endpoint first. Flagged, it is answered with 400 and `PROMPT_FLAGGED_FOR_MODERATION`. Where the endpoint is away, or
 * no key is known for it, the call passes and the reply says `Helicone-Degraded: moderation`. Source: the page on
 * moderations.
 */
export function createModerationStage(dependencies: ModerationDependencies): GuardStage {
  const { isOpenAiCall, moderator, keyOf, keyless, publicUrl } = dependencies;
  const judge = async (call: GuardedCall, text: string): Promise<boolean | undefined> => {
    try {
      const key = keyless ? undefined : await keyOf(call);
      return key === undefined && !keyless ? undefined : await moderator.flagged(text, key, call.org);
    } catch {
      return undefined;
    }
  };
  return {
    name: 'moderation',
    wanted: ({ features }) => features.moderationsEnabled,
    async run(call) {
      if (!isOpenAiCall(call) || call.json === undefined) return undefined;
      const text = userTexts(call.json).at(-1);
      if (text === undefined) return undefined;
      const flagged = await judge(call, text);
      if (flagged === undefined) call.degrade('moderation');
      if (flagged !== true) return undefined;
      const page = `${publicUrl}/requests?${encodeURIComponent(call.id)}`;
      return refusal(code, message, `See your Helicone request page for more info: ${page}`);
    },
  };
}
