/** What any chat request asks for, read from one of the wire formats. */
export type Prompt = {
  model: string;
  /** All text of the request, for counting. */
  text: string;
  /** The end user's last words, which choose the subject. */
  lastUserText: string;
  images: number;
  tools: ToolSpec[];
  /** Name of a forced tool, or the provider's mode in one vocabulary. */
  toolChoice: 'auto' | 'none' | 'required' | { name: string };
  /** The last turn is a tool's result: answer it in words. */
  answersTool: boolean;
  /** A JSON schema that the text must follow; `true`: any JSON object. */
  schema: unknown;
  maxTokens: number | null;
  /** Thinking was asked for, or the model always thinks. */
  reasoning: 'none' | 'low' | 'medium' | 'high';
};

export type ToolSpec = { name: string; parameters: unknown };
