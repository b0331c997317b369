/**
 * Whether a model answers on demand under an inference profile alone: Claude from 3.7 on, Nova Premier, Llama from 3.2
 * on, DeepSeek R1, Palmyra (Bedrock's list of supported models).
 */
const needsProfile =
  /^(anthropic\.claude-(3-7|(opus|sonnet|haiku|fable)-\d)|amazon\.nova-(premier|2)|meta\.llama(3-[23]|4)|deepseek\.r1|writer\.)/;

/** Claude from 4.5 on has profiles of Japan and Australia, and the global one elsewhere in Asia. */
const hasGlobalProfile = /^anthropic\.claude-(opus|sonnet|haiku|fable)-(4-[5-9]|[5-9])|^amazon\.nova-2/;

const alreadyAddressed = /^(arn:|(us|us-gov|eu|apac|jp|au|ca|sa|global)\.)/;

function profileOf(model: string, region: string): string {
  if (region.startsWith('us-gov-')) return 'us-gov';
  if (region.startsWith('us-')) return 'us';
  if (region.startsWith('ca-')) return 'us';
  if (region.startsWith('eu-')) return 'eu';
  if (!hasGlobalProfile.test(model)) return region.startsWith('ap-') ? 'apac' : 'us';
  if (region === 'ap-northeast-1' || region === 'ap-northeast-3') return 'jp';
  if (region === 'ap-southeast-2' || region === 'ap-southeast-4') return 'au';
  return 'global';
}

/**
 * The id to ask Bedrock for: `us.anthropic.claude-…` where the model needs a cross-region inference profile. ARNs and
 * ids that name a profile already are kept. `crossRegion` asks for a profile (`true`), the global one, or none.
 */
export function bedrockModelId(
  model: string,
  region: string,
  crossRegion: boolean | 'global' | undefined,
): string {
  if (alreadyAddressed.test(model) || crossRegion === false) return model;
  if (crossRegion === 'global') return `global.${model}`;
  if (crossRegion === undefined && !needsProfile.test(model)) return model;
  return `${profileOf(model, region)}.${model}`;
}
