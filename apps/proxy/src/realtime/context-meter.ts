import type { Usage } from '@heliostat/contracts';
import { costOf } from '@heliostat/models';

/** Tokens of what OpenAI tells a model before anything is said. */
const baseTokens = 512;
/** A realtime model reads no more than this (OpenAI: 32k), and writes no more at once. */
const maxContext = 32_768;
const maxReply = 4_096;
/** Bytes of events in one token, at the least and commonly; of audio as Base64, at 8 kHz G.711 and at 24 kHz PCM. */
const textBytes = { least: 2, common: 4 };
const audioBytes = { least: 1_000, common: 6_400 };
/** A token of spoken reply is 50 ms, half of one that is heard. */
const spokenBytes = 3_200;

type Bytes = { text: number; audio: number };

/** Tokens that a realtime session's next reply will read, by what the last one used and what was said since. */
export class ContextMeter {
  private known = baseTokens;
  private said: Bytes = { text: 0, audio: 0 };
  private written: Bytes = { text: 0, audio: 0 };

  /** An event of the client's. */
  hear(bytes: number, audio: boolean): void {
    if (audio) this.said.audio += bytes;
    else this.said.text += bytes;
  }

  /** A part of a reply. */
  write(bytes: number, audio: boolean): void {
    if (audio) this.written.audio += bytes;
    else this.written.text += bytes;
  }

  /** A reply ended; where its usage is known, that is what the context now holds. */
  settle(usage: Usage | undefined): void {
    if (usage !== undefined) {
      const { input, output, cacheRead = 0 } = usage;
      this.known = input + output + cacheRead;
      this.said = { text: 0, audio: 0 };
    }
    this.written = { text: 0, audio: 0 };
  }

  /** The most that a reply of at most `maxOutput` tokens may cost, in nano-USD; null where no price is known. */
  mostCost(provider: string, model: string | undefined, maxOutput: number | undefined): bigint | null {
    const { text, audio } = this.said;
    const asked = this.known + Math.ceil(text / textBytes.least + audio / audioBytes.least);
    const input = Math.min(asked, maxContext);
    const output = Math.min(maxOutput ?? maxReply, maxReply);
    const worded = costOf({ provider, model, usage: { input, output } });
    const spoken = costOf({
      provider,
      model,
      usage: { input, output, inputAudio: input, outputAudio: output },
    });
    if (!worded.known) return null;
    return worded.nanoUsd > spoken.nanoUsd ? worded.nanoUsd : spoken.nanoUsd;
  }

  /** What a reply that was cut has probably used. */
  estimate(): Usage {
    const { said, written } = this;
    const outputAudio = Math.ceil(written.audio / spokenBytes);
    const inputAudio = Math.ceil(said.audio / audioBytes.common);
    const input = this.known + inputAudio + Math.ceil(said.text / textBytes.common);
    return {
      input: Math.min(input, maxContext),
      output: outputAudio + Math.ceil(written.text / textBytes.common),
      ...(inputAudio > 0 ? { inputAudio: Math.min(inputAudio, maxContext) } : {}),
      ...(outputAudio > 0 ? { outputAudio } : {}),
      estimated: true,
    };
  }
}
