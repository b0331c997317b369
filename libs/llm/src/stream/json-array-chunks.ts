import { parseJson } from '../json/json-value.js';

/**
 * The elements of a JSON array of objects that may have been cut anywhere (Gemini streams without `alt=sse`).
 * Each element is parsed once; an unfinished last one is left out.
 */
export function readJsonArrayChunks(source: string): unknown[] {
  const elements: unknown[] = [];
  let depth = 0;
  let start = -1;
  let inString = false;
  for (let at = 0; at < source.length; at += 1) {
    const code = source.charCodeAt(at);
    if (inString) {
      if (code === 0x5c) at += 1;
      else if (code === 0x22) inString = false;
    } else if (code === 0x22) inString = true;
    else if (code === 0x7b) {
      if (depth === 0) start = at;
      depth += 1;
    } else if (code === 0x7d && depth > 0) {
      depth -= 1;
      if (depth === 0) {
        const element = parseJson(source.slice(start, at + 1));
        if (element !== undefined) elements.push(element);
      }
    }
  }
  return elements;
}
