import { readFileSync } from 'node:fs';
import type { Sliced } from '../in-slices.js';
import { places, promptFeatures } from './prompt-features.js';

/**
 * A linear model of what attacks say, made by `guards/measure/train.ts`: `[bias, scale]` as two 32-bit floats, little
 * endian, then one signed byte a feature. 128 KB.
 */
export type PromptModel = { bias: number; scale: number; weights: Int8Array };

const head = 8;
/** Short texts have few features; this keeps one of them from deciding alone. */
export const smoothing = 20;

export function readModel(file: Buffer): PromptModel {
  if (file.length !== head + places)
    throw new Error(`the model has ${file.length} bytes, not ${head + places}`);
  return {
    bias: file.readFloatLE(0),
    scale: file.readFloatLE(4),
    weights: new Int8Array(file.buffer, file.byteOffset + head, places),
  };
}

export function writeModel({ bias, scale, weights }: PromptModel): Buffer {
  const file = Buffer.alloc(head + places);
  file.writeFloatLE(bias, 0);
  file.writeFloatLE(scale, 4);
  file.set(new Uint8Array(weights.buffer, weights.byteOffset, places), head);
  return file;
}

let shipped: PromptModel | undefined;

/** The log-odds that a normalised text is an attack, as the model sees it; read at the first use. */
export function* promptMargin(normal: string, model?: PromptModel): Sliced<number> {
  const { bias, scale, weights } =
    model ?? (shipped ??= readModel(readFileSync(new URL('prompt-model.bin', import.meta.url))));
  const features = yield* promptFeatures(normal);
  let sum = 0;
  for (const place of features) sum += weights[place]!;
  return (sum * scale) / Math.sqrt(features.length + smoothing) + bias;
}
