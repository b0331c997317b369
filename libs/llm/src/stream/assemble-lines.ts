import { record, type Json } from '../json/json-value.js';
import type { Assembler } from './assembler.js';

/** Streams of growing objects: Ollama's own API (`message.content`, `response`) and Llama on Bedrock (`generation`). */
export function assembleLines(): Assembler {
  let last: Json = {};
  const words: string[] = [];
  const thoughts: string[] = [];
  const calls: unknown[] = [];
  let key: 'message' | 'response' | 'generation' = 'message';
  let complete = false;
  return {
    add(event) {
      const promptCount = last['prompt_token_count'];
      last = event;
      // Llama states the prompt's tokens in the first event alone.
      if (promptCount != null && event['prompt_token_count'] == null)
        last = { ...event, prompt_token_count: promptCount };
      const message = record(event['message']);
      if (typeof event['response'] === 'string') key = 'response';
      else if (typeof event['generation'] === 'string') key = 'generation';
      const word = key === 'message' ? message['content'] : event[key];
      if (typeof word === 'string') words.push(word);
      const thought = message['thinking'] ?? event['thinking'];
      if (typeof thought === 'string') thoughts.push(thought);
      if (Array.isArray(message['tool_calls'])) calls.push(...(message['tool_calls'] as unknown[]));
      complete ||= event['done'] === true || typeof event['stop_reason'] === 'string';
    },
    finish() {
      const joined = words.join('');
      const message: Json = { role: 'assistant', content: joined };
      if (thoughts.length > 0) message['thinking'] = thoughts.join('');
      if (calls.length > 0) message['tool_calls'] = calls;
      const reply: Json = { ...last, [key]: key === 'message' ? message : joined };
      return { reply, complete, usageFinal: true };
    },
  };
}
