import type { GuardedCall, GuardStage } from '../../pipeline/guarded-call.js';
import { refusal } from '../refusal.js';
import { userTexts } from '../user-texts.js';
import type { PromptDetector, Verdict } from './prompt-detector.js';

/** A detector, and what judges where it does not answer; a local one has none. */
export type GuardTier = { detector: PromptDetector; fallback?: PromptDetector | undefined };

export type SecurityDependencies = {
  /** Whether the call goes to OpenAI, by its door or by the model in its body. */
  isOpenAiCall(call: GuardedCall): boolean;
  /** Injections and jailbreaks. */
  base: GuardTier;
  /** Fourteen kinds of harm; asked only where the base tier found nothing, so that it refuses a superset. */
  advanced: GuardTier;
};

/** Of the original's page, to the letter. */
const code = 'PROMPT_THREAT_DETECTED';
const message = 'Prompt threat detected. Your request cannot be processed.';
const details = 'See your Helicone request page for more info.';

/**
 * Stage of `Helicone-LLM-Security-Enabled` and `-Advanced`: what users say in a call to OpenAI is looked at before it
 * is sent; a threat is answered with 400 and `PROMPT_THREAT_DETECTED`. Calls to other providers pass unseen. A guard
 * that is away is replaced by the local one, and the reply says so in `Helicone-Degraded: security`. Source: the page
 * on LLM security.
 */
export function createSecurityStage({ isOpenAiCall, base, advanced }: SecurityDependencies): GuardStage {
  return {
    name: 'security',
    wanted: ({ features }) => features.securityEnabled || features.securityAdvanced,
    async run(call) {
      if (!isOpenAiCall(call) || call.json === undefined) return undefined;
      const texts = userTexts(call.json);
      if (texts.length === 0) return undefined;
      let verdict = await judge(call, base, texts);
      if (verdict?.threat !== true && call.head.features.securityAdvanced)
        verdict = (await judge(call, advanced, texts)) ?? verdict;
      // Where nobody judged, the record does not say that all was well.
      if (verdict !== undefined) call.facts.threat = verdict.threat;
      return verdict?.threat === true ? refusal(code, message, details) : undefined;
    },
  };
}

/** Undefined where nobody could judge. */
async function judge(
  call: GuardedCall,
  tier: GuardTier,
  texts: readonly string[],
): Promise<Verdict | undefined> {
  try {
    return await tier.detector.check(texts, call.org);
  } catch {
    call.degrade('security');
    return tier.fallback === undefined ? undefined : fallBack(tier.fallback, texts, call.org);
  }
}

/** The local detector may be too busy to judge; the reply says that the call was not looked at as it should be. */
async function fallBack(
  detector: PromptDetector,
  texts: readonly string[],
  org: string,
): Promise<Verdict | undefined> {
  try {
    return await detector.check(texts, org);
  } catch {
    return undefined;
  }
}
