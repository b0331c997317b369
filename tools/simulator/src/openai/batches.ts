import { jsonReply, type Call, type Reply } from '../http/reply.js';
import { chat } from './chat.js';
import { embeddings } from './embeddings.js';
import { openaiError } from './openai-errors.js';
import { openaiHeaders } from './openai-headers.js';
import { responses } from './responses.js';

type StoredFile = { info: Record<string, unknown>; content: Buffer };
type Line = { custom_id: string; url: string; body: unknown };

const handlers: Record<string, (call: Call) => Reply> = {
  '/v1/chat/completions': chat,
  '/v1/responses': responses,
  '/v1/embeddings': embeddings,
};
const fileKey = (id: string) => `file ${id}`;
const batchKey = (id: string) => `batch ${id}`;
const notKept = (reply: Reply): Reply => ({ ...reply, stateful: true });
const found = (call: Call, value: unknown) => notKept(jsonReply(200, value, openaiHeaders(call)));
const missing = (what: string, id: string) => notKept(openaiError(404, `No such ${what}: ${id}`));

/** `POST …/files`, multipart; the file is kept as long as the simulator runs, or until its reset. */
export function uploadFile(call: Call): Reply {
  const type = String(call.headers['content-type'] ?? '');
  const boundary = /boundary="?([^";]+)/.exec(type)?.[1];
  const text = (call.body as Buffer).toString('latin1');
  const parts = boundary === undefined ? [] : text.split(`--${boundary}`);
  const part = (name: string) => parts.find((found) => found.includes(`name="${name}"`));
  const bodyOf = (found: string) => found.slice(found.indexOf('\r\n\r\n') + 4, -2);
  const [file, purpose] = [part('file'), part('purpose')];
  if (!file || !purpose) return notKept(openaiError(400, "'file' and 'purpose' are required properties"));
  const content = Buffer.from(bodyOf(file), 'latin1');
  const filename = /filename="([^"]*)"/.exec(file)?.[1] ?? 'file';
  return found(call, keepFile(call, content, filename, bodyOf(purpose)));
}

function keepFile(call: Call, content: Buffer, filename: string, purpose: string) {
  const id = `file-${call.random.id(22)}`;
  const info = {
    id,
    object: 'file',
    bytes: content.length,
    created_at: call.created,
    filename,
    purpose,
    status: 'processed',
  };
  call.kept.set(fileKey(id), { info, content } satisfies StoredFile);
  return info;
}

/** `GET …/files/{id}` and `…/files/{id}/content`. */
export function readFile(call: Call, match: RegExpExecArray): Reply {
  const id = match[1]!;
  const file = call.kept.get(fileKey(id)) as StoredFile | undefined;
  if (!file) return missing('File object', id);
  if (match[2] === undefined) return found(call, file.info);
  const headers = { 'content-type': 'application/octet-stream', ...openaiHeaders(call) };
  return { status: 200, headers, body: file.content, stateful: true };
}

/** `POST …/batches`: answers every line at once, and says `validating` all the same, as OpenAI's first reply does. */
export function createBatch(call: Call): Reply {
  const { input_file_id: input, endpoint } = (call.body ?? {}) as Record<string, unknown>;
  const file = call.kept.get(fileKey(String(input))) as StoredFile | undefined;
  if (!file)
    return notKept(openaiError(400, `Invalid input_file_id: ${String(input)}`, { param: 'input_file_id' }));
  const lines = file.content.toString('utf8').split('\n').filter(Boolean);
  const answers = lines.map((line) => JSON.stringify(answer(call, JSON.parse(line) as Line)));
  const output = keepFile(call, Buffer.from(`${answers.join('\n')}\n`), 'output.jsonl', 'batch_output');
  const id = `batch_${call.random.id(24)}`;
  const counts = { total: lines.length, completed: 0, failed: 0 };
  const batch = {
    id,
    object: 'batch',
    endpoint,
    input_file_id: input,
    completion_window: '24h',
    status: 'validating',
    output_file_id: null,
    error_file_id: null,
    created_at: call.created,
    request_counts: counts,
  };
  call.kept.set(batchKey(id), {
    ...batch,
    status: 'completed',
    output_file_id: output.id,
    completed_at: call.created,
    request_counts: { ...counts, completed: lines.length },
  });
  return found(call, batch);
}

function answer(call: Call, line: Line) {
  const handle = handlers[line.url];
  const reply = handle?.({ ...call, body: line.body }) ?? openaiError(404, `Invalid URL (POST ${line.url})`);
  const body = 'body' in reply ? (JSON.parse(String(reply.body)) as unknown) : null;
  return {
    id: `batch_req_${call.random.id(24)}`,
    custom_id: line.custom_id,
    response: { status_code: reply.status, request_id: call.random.id(32), body },
    error: null,
  };
}

/** `GET …/batches/{id}`. */
export function readBatch(call: Call, match: RegExpExecArray): Reply {
  const batch = call.kept.get(batchKey(match[1]!));
  return batch === undefined ? missing('batch', match[1]!) : found(call, batch);
}
