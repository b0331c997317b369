import { isUtf8 } from 'node:buffer';

/**
 * A header value as its sender meant it. Node reads header bytes as latin1: bytes that are valid UTF-8 become text,
 * and percent-encoded text is decoded where that yields characters a header cannot hold (`caf%C3%A9`).
 */
export function decodeValue(value: string): string {
  for (let i = 0; i < value.length; i++) {
    const char = value.charCodeAt(i);
    if (char === 37) return decodePercent(value);
    if (char > 127) return decodeBytes(value);
  }
  return value;
}

function decodeBytes(value: string): string {
  const bytes = Buffer.from(value, 'latin1');
  return isUtf8(bytes) ? bytes.toString('utf8') : value;
}

function decodePercent(value: string): string {
  const text = decodeBytes(value);
  try {
    const decoded = decodeURIComponent(text);
    for (let i = 0; i < decoded.length; i++) if (decoded.charCodeAt(i) > 127) return decoded;
  } catch {
    // Not percent-encoding: a lone % is a % sign.
  }
  return text;
}
