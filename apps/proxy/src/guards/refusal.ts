import type { StageReply } from '../pipeline/stage.js';

/** A guard's refusal in the shape that the original prints, whatever the door: status 400. */
export function refusal(code: string, message: string, details: string): StageReply {
  const body = JSON.stringify({ success: false, error: { code, message, details } });
  return { status: 400, contentType: 'application/json', chunks: [Buffer.from(body)], error: message };
}
