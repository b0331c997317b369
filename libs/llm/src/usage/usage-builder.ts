import type { Usage } from '@heliostat/contracts';

type Parts = { [K in keyof Usage]?: Usage[K] | undefined };

/**
 * Makes a valid `Usage`: absent and zero optional counts are left out, and a part never exceeds its whole
 * (providers do send 1,200 cached tokens of 1,000).
 */
export function buildUsage(parts: Parts): Usage {
  const usage: Usage = { input: Math.max(0, parts.input ?? 0), output: Math.max(0, parts.output ?? 0) };
  if (parts.cacheRead) usage.cacheRead = parts.cacheRead;
  if (parts.cacheWrite5m) usage.cacheWrite5m = parts.cacheWrite5m;
  if (parts.cacheWrite1h) usage.cacheWrite1h = parts.cacheWrite1h;
  if (parts.reasoning) usage.reasoning = Math.min(parts.reasoning, usage.output);
  if (parts.inputAudio) usage.inputAudio = Math.min(parts.inputAudio, usage.input);
  if (parts.inputImage) usage.inputImage = Math.min(parts.inputImage, usage.input - (usage.inputAudio ?? 0));
  if (parts.outputAudio) usage.outputAudio = Math.min(parts.outputAudio, usage.output);
  if (parts.outputImage)
    usage.outputImage = Math.min(parts.outputImage, usage.output - (usage.outputAudio ?? 0));
  if (parts.webSearches) usage.webSearches = parts.webSearches;
  if (parts.providerCost !== undefined) usage.providerCost = parts.providerCost;
  if (parts.estimated) usage.estimated = true;
  return usage;
}
