import { jsonReply, type Call, type Reply } from '../http/reply.js';
import { openaiHeaders } from './openai-headers.js';

const ids = [
  'gpt-4o',
  'gpt-4o-mini',
  'gpt-4.1',
  'gpt-4.1-mini',
  'gpt-5',
  'gpt-5-mini',
  'o3-mini',
  'text-embedding-3-small',
  'text-embedding-3-large',
  'gpt-image-1',
];

/** `GET …/models`. */
export const openaiModels = (call: Call): Reply =>
  jsonReply(
    200,
    {
      object: 'list',
      data: ids.map((id) => ({ id, object: 'model', created: 1_715_367_049, owned_by: 'system' })),
    },
    openaiHeaders(call),
  );
