import { samplePng } from '@heliostat/simulator';
import { models } from '../traffic/models.js';
import type { Scenario } from '../traffic/call.js';
import { chatCall, Labels, type Context } from './context.js';

const letters = [
  'Please confirm your appointment by Friday noon.',
  'The lamp you asked about is back in stock.',
  'Our office is closed on the holiday; parcels leave again on Monday.',
];
const questions = [
  'Which plants survive a dark hallway, and how much water do they need?',
  'Plan a dinner for six with one vegetarian.',
  'Three days in Lisbon in June: what should I not miss?',
  'How do I keep sourdough bread crisp until the next day?',
  'Draft an agenda for a project kick-off meeting of one hour.',
];

/** Translation of a short letter: one call, cheap models. */
export async function* translate(context: Context): Scenario {
  const { random } = context;
  const language = random.pick(['French', 'German', 'Spanish', 'Japanese']);
  const model = random.pick([models.mistralSmall, models.mistralSmall, models.geminiFlash, models.groqLlama]);
  const content = `Translate into ${language}: ${random.pick(letters)}`;
  yield chatCall(
    model,
    [{ role: 'user', content }],
    new Labels(context, 'translation').at(undefined, { 'Helicone-Prompt-Id': 'translate-letter' }),
  );
}

/** A question to the assistant, streamed. */
export async function* assistant(context: Context): Scenario {
  const { random } = context;
  const labels = new Labels(context, 'assistant');
  const model = random.pick([
    models.gpt4o,
    models.gpt4oMini,
    models.haiku,
    models.geminiPro,
    models.mistralLarge,
    models.deepseek,
    models.grok,
  ]);
  const call = chatCall(model, [{ role: 'user', content: random.pick(questions) }], labels.at(), {
    stream: true,
  });
  yield random.next() < 0.12 ? { ...call, cancelAfterFrames: random.int(4, 20) } : call;
}

/** A puzzle for models that think, by the Responses API or chat. */
export async function* puzzle(context: Context): Scenario {
  const labels = new Labels(context, 'planner');
  const question = 'Schedule five lectures in three rooms so that nobody has to be in two places. Explain.';
  if (context.random.next() < 0.5)
    yield {
      model: models.gpt5Mini,
      path: '/v1/responses',
      headers: labels.at(),
      body: { model: models.gpt5Mini.name, input: question, reasoning: { effort: 'medium' }, stream: true },
    };
  else yield chatCall(models.o3Mini, [{ role: 'user', content: question }], labels.at());
}

/** An invoice read into JSON by a schema. */
export async function* extract(context: Context): Scenario {
  const properties = {
    customer: { type: 'string' },
    invoice_id: { type: 'string' },
    date: { type: 'string' },
    total: { type: 'number', minimum: 12, maximum: 900 },
    currency: { type: 'string', enum: ['EUR', 'USD', 'JPY'] },
  };
  const schema = {
    type: 'object',
    properties,
    required: Object.keys(properties),
    additionalProperties: false,
  };
  yield chatCall(
    models.gpt4oMini,
    [
      {
        role: 'user',
        content: 'Extract the invoice: LUMEN GmbH, No. 2207, 14 March, three lamps, total 214.80 EUR.',
      },
    ],
    new Labels(context, 'invoice-extraction').at(undefined, { 'Helicone-Prompt-Id': 'extract-invoice' }),
    {
      extra: {
        temperature: 0,
        response_format: { type: 'json_schema', json_schema: { name: 'invoice', strict: true, schema } },
      },
    },
  );
}

/** Code review: long streams from one strong model. */
export async function* codeReview(context: Context): Scenario {
  const { random } = context;
  const labels = new Labels(context, 'code-review', 'Code review');
  const code =
    'export function total(items) { return items.sort((a, b) => a.price - b.price).reduce((s, i) => s + i.price, 0); }\n';
  const content = `Review this TypeScript function:\n${code.repeat(random.int(1, 12))}`;
  const reply = yield chatCall(models.sonnet, [{ role: 'user', content }], labels.at('/review'), {
    stream: true,
    maxTokens: 1500,
  });
  if (reply.status !== 200 || random.next() < 0.5) return;
  yield chatCall(
    models.sonnet,
    [
      { role: 'user', content },
      { role: 'assistant', content: reply.text },
      { role: 'user', content: 'Write the test for it.' },
    ],
    labels.at('/review/test'),
    { stream: true },
  );
}

/** A product picture, and a description of a customer's photo. */
export async function* pictures(context: Context): Scenario {
  const { random } = context;
  const labels = new Labels(context, 'image-studio', 'Image studio');
  yield {
    model: models.gptImage,
    path: '/v1/images/generations',
    headers: labels.at('/studio/generate'),
    body: {
      model: models.gptImage.name,
      prompt: 'A brass desk lamp on an oak table, morning light',
      size: '1024x1024',
    },
  };
  const url = `data:image/png;base64,${samplePng(random).toString('base64')}`;
  yield {
    model: models.gpt4o,
    path: '/v1/chat/completions',
    headers: labels.at('/studio/describe'),
    body: {
      model: models.gpt4o.name,
      messages: [
        {
          role: 'user',
          content: [
            { type: 'text', text: 'Describe this picture for the shop in two sentences.' },
            { type: 'image_url', image_url: { url } },
          ],
        },
      ],
    },
  };
}

/** Search in the help pages: an embedding, then an answer from the passages. */
export async function* helpSearch(context: Context): Scenario {
  const { random } = context;
  const labels = new Labels(context, 'help-search', 'Help search');
  const question = random.pick([
    'How do I pair a lamp?',
    'Which bulbs fit the desk lamp?',
    'Can I use it outdoors?',
  ]);
  yield {
    model: models.embedSmall,
    path: '/v1/embeddings',
    headers: labels.at('/help/embed'),
    body: { model: models.embedSmall.name, input: question, dimensions: 64 },
  };
  const passages = 'Hold the button for five seconds until the ring turns blue. '.repeat(random.int(20, 80));
  yield chatCall(
    models.gpt4oMini,
    [{ role: 'user', content: `${passages}\n\n${question}` }],
    labels.at('/help/answer'),
    { stream: random.next() < 0.7 },
  );
}
