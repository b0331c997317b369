/** What a Gemini model takes, by its id. */
export type GeminiModel = {
  /** `budget`: tokens (2.5); `level`: words (3 and later). */
  thinking: 'none' | 'budget' | 'level';
  /** Least and greatest budget; zero switches thinking off where the least is not above it. */
  budget: { min: number; max: number; canStop: boolean };
  /** Levels from least to most. */
  levels: readonly string[];
  /** Whether functions may be declared next to a JSON reply. */
  toolsWithJson: boolean;
  /** Whether whole JSON schemas are taken, not only Google's subset. */
  jsonSchema: boolean;
  /** Whether the model draws. */
  images: boolean;
  /** Whether calls of functions and pictures of its own must carry the model's signature. */
  signedCalls: boolean;
};

const version = /gemini-(\d+)(?:\.(\d+))?/;

export function geminiModel(model: string): GeminiModel {
  const name = model.toLowerCase();
  const found = version.exec(name);
  // Names without a version (`gemini-flash-latest`, tuned models' numbers) are taken for the current line.
  const number = found ? Number(found[1]) * 100 + Number(found[2] ?? 0) * 10 : 250;
  const images = name.includes('image');
  const lite = name.includes('lite');
  const pro = name.includes('pro');
  const third = number >= 300;
  const thinks = !images && number >= 250 && !/(tts|live|native-audio|embedding)/.test(name);
  return {
    thinking: !thinks ? 'none' : third ? 'level' : 'budget',
    budget: {
      min: pro ? 128 : lite ? 512 : 0,
      max: pro ? 32_768 : 24_576,
      canStop: !pro,
    },
    levels: !pro
      ? ['minimal', 'low', 'medium', 'high']
      : number >= 310
        ? ['low', 'medium', 'high']
        : ['low', 'high'],
    toolsWithJson: third,
    jsonSchema: number >= 250,
    images,
    signedCalls: third,
  };
}
