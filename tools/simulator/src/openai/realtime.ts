import { createHash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { z } from 'zod';
import { FrameReader, opcodes, writeFrame, type Frame } from '../websocket/frame-reader.js';

/** RFC 6455, section 1.3. */
const handshakeSalt = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11';
const realtimePath = /\/realtime(?:\?|$)/;
const text = 'A heliostat is a mirror that follows the sun.';
const usage = {
  total_tokens: 30,
  input_tokens: 20,
  output_tokens: 10,
  input_token_details: { text_tokens: 20, audio_tokens: 0, cached_tokens: 0 },
  output_token_details: { text_tokens: 10, audio_tokens: 0 },
};
const eventSchema = z.object({ type: z.string() });

/**
 * Listener of a server's `upgrade`: OpenAI's realtime API below any prefix, in words only. Each `response.create` gets a
 * short reply of 20 tokens in and 10 out; what else is said is taken. Other paths are answered with 404, a session
 * without a key with 401.
 */
export function acceptRealtime(request: IncomingMessage, socket: Duplex): void {
  socket.on('error', () => socket.destroy());
  const key = request.headers['sec-websocket-key'];
  if (!realtimePath.test(request.url ?? '')) return refuse(socket, '404 Not Found', 'Invalid URL');
  if (key === undefined) return refuse(socket, '400 Bad Request', 'Expected a WebSocket handshake');
  if (!request.headers.authorization?.startsWith('Bearer '))
    return refuse(socket, '401 Unauthorized', 'Missing bearer authentication');
  const accept = createHash('sha1').update(`${key}${handshakeSalt}`).digest('base64');
  // A client that offers protocols wants one of them.
  const protocol = request.headers['sec-websocket-protocol']?.split(',')[0]!.trim();
  socket.write(
    `HTTP/1.1 101 Switching Protocols\r\nupgrade: websocket\r\nconnection: Upgrade\r\nsec-websocket-accept: ${accept}\r\n` +
      `${protocol === undefined ? '' : `sec-websocket-protocol: ${protocol}\r\n`}\r\n`,
  );
  serve(socket, new URL(request.url!, 'http://localhost').searchParams.get('model') ?? 'gpt-realtime');
}

function serve(socket: Duplex, model: string): void {
  const frames = new FrameReader();
  let replies = 0;
  const tell = (event: object) =>
    socket.write(
      writeFrame(opcodes.text, Buffer.from(JSON.stringify({ event_id: 'event_simulated', ...event }))),
    );
  const reply = () => {
    const response = {
      id: `resp_${++replies}`,
      object: 'realtime.response',
      status: 'in_progress',
      output: [],
    };
    tell({ type: 'response.created', response });
    tell({ type: 'response.output_text.delta', response_id: response.id, delta: text });
    const content = [{ type: 'output_text', text }];
    const output = [
      { id: `item_${replies}`, type: 'message', role: 'assistant', status: 'completed', content },
    ];
    tell({ type: 'response.done', response: { ...response, status: 'completed', output, usage } });
  };
  const hear = ({ opcode, payload }: Frame) => {
    if (opcode === opcodes.close) return void socket.end(writeFrame(opcodes.close, payload));
    if (opcode === opcodes.ping) return void socket.write(writeFrame(opcodes.pong, payload));
    if (opcode !== opcodes.text) return;
    const event = eventSchema.safeParse(parse(payload));
    if (!event.success) {
      const error = {
        type: 'invalid_request_error',
        code: 'invalid_event',
        message: 'Expected an event as JSON.',
      };
      return void tell({ type: 'error', error });
    }
    if (event.data.type === 'response.create') reply();
  };
  socket.on('data', (chunk: Buffer) => {
    try {
      for (const frame of frames.read(chunk)) hear(frame);
    } catch {
      socket.destroy();
    }
  });
  socket.on('end', () => socket.end());
  tell({ type: 'session.created', session: { id: 'sess_simulated', object: 'realtime.session', model } });
}

function refuse(socket: Duplex, status: string, message: string): void {
  const body = JSON.stringify({ error: { message, type: 'invalid_request_error', param: null, code: null } });
  socket.end(
    `HTTP/1.1 ${status}\r\ncontent-type: application/json\r\ncontent-length: ${Buffer.byteLength(body)}\r\n` +
      `connection: close\r\n\r\n${body}`,
  );
}

function parse(payload: Buffer): unknown {
  try {
    return JSON.parse(payload.toString('utf8'));
  } catch {
    return undefined;
  }
}
