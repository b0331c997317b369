/** An element of more characters than this is broken, and ends the reading (64 MB: pictures come whole). */
const maxElement = 64 * 1024 * 1024;

/**
 * Incremental reader of a JSON array of objects (Gemini streams without `alt=sse`), or of one object alone: bytes in
 * any split, the text of each object out. Each character is looked at once.
 */
export function createJsonArrayReader(onElement: (source: string) => void): {
  push(chunk: Uint8Array): void;
} {
  const decoder = new TextDecoder();
  let held: string[] = [];
  let length = 0;
  let depth = 0;
  let inString = false;
  let escaped = false;

  return {
    push(chunk) {
      const source = decoder.decode(chunk, { stream: true });
      let start = 0;
      for (let at = 0; at < source.length; at += 1) {
        const code = source.charCodeAt(at);
        if (escaped) escaped = false;
        else if (inString) {
          if (code === 0x5c) escaped = true;
          else if (code === 0x22) inString = false;
        } else if (code === 0x22) inString = depth > 0;
        else if (code === 0x7b) {
          if (depth === 0) start = at;
          depth += 1;
        } else if (code === 0x7d && depth > 0) {
          depth -= 1;
          if (depth > 0) continue;
          onElement(held.join('') + source.slice(start, at + 1));
          held = [];
          length = 0;
        }
      }
      if (depth === 0) return;
      length += source.length - start;
      if (length > maxElement) held = [];
      else held.push(source.slice(start));
    },
  };
}
