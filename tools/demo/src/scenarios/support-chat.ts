import { models } from '../traffic/models.js';
import type { Scenario } from '../traffic/call.js';
import { chatCall, Labels, type Context, type Turn } from './context.js';

const handbook = [
  'You are the support assistant of Lumen, a shop for lamps and smart lighting. Be brief, kind and exact.',
  ...Array.from(
    { length: 60 },
    (_, i) =>
      `Rule ${i + 1}: orders in class ${String.fromCharCode(65 + (i % 26))} may be returned within ${14 + (i % 5) * 7} days; check the warehouse status before you promise a date.`,
  ),
].join('\n');

const openings = [
  'My order A-1042 has not arrived yet. Where is it?',
  'I would like a refund for the desk lamp, it flickers.',
  'Can you send me the invoice of order B-2207 with our VAT number?',
  'I cannot sign in after changing my password.',
  'Please cancel my subscription to the colour scenes.',
];
const followUps = [
  'How long does the refund take?',
  'Can you check the order once more?',
  'And what about the second parcel?',
  'Is the delivery address the new one?',
  'Thanks. Will I get a confirmation by e-mail?',
];
const tool = {
  name: 'lookup_order',
  description: 'State and parcels of an order',
  parameters: { type: 'object', properties: { order_id: { type: 'string' } }, required: ['order_id'] },
};

/** A conversation of two to five turns; the first looks an order up by a tool. */
export async function* supportChat(context: Context): Scenario {
  const { random } = context;
  const labels = new Labels(context, 'support-chat', 'Support chat');
  const model = random.pick([models.gpt4oMini, models.gpt4oMini, models.haiku]);
  const turns: Turn[] = [{ role: 'user', content: random.pick(openings) }];
  if (model === models.gpt4oMini && random.next() < 0.6) yield* lookUp(turns[0]!.content, labels, context);
  for (let i = random.int(2, 5); i > 0; i--) {
    const stream = random.next() < 0.8;
    const reply = yield chatCall(model, [...turns], labels.at('/support/answer'), {
      system: handbook,
      stream,
    });
    if (reply.status !== 200) return;
    turns.push({ role: 'assistant', content: reply.text });
    turns.push({ role: 'user', content: random.pick(followUps) });
  }
}

async function* lookUp(question: string, labels: Labels, { random }: Context): Scenario {
  const user = { role: 'user', content: question };
  const tools = [{ type: 'function', function: tool }];
  const call = (messages: object[], path: string) => ({
    model: models.gpt4oMini,
    path: '/v1/chat/completions',
    headers: labels.at(path),
    body: { model: models.gpt4oMini.name, messages, tools },
  });
  const { toolCall } = yield call([user], '/support/lookup');
  if (!toolCall) return;
  const { id, name } = toolCall;
  const assistant = {
    role: 'assistant',
    tool_calls: [{ id, type: 'function', function: { name, arguments: toolCall.arguments } }],
  };
  const content = JSON.stringify({
    state: random.pick(['shipped', 'packed', 'delivered']),
    parcels: random.int(1, 3),
  });
  yield call([user, assistant, { role: 'tool', tool_call_id: id, content }], '/support/lookup/summary');
}
