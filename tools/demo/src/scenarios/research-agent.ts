import { models } from '../traffic/models.js';
import type { Scenario } from '../traffic/call.js';
import { chatCall, Labels, type Context } from './context.js';

const subjects = [
  'the effect of street lighting on night trains',
  'demand for repairable kitchen appliances in mid-sized cities',
  'what tram day tickets do to traffic',
  'how libraries lend tools',
  'prices of heat pumps since 2019',
];
const searchTool = {
  name: 'web_search',
  description: 'Search the web',
  input_schema: { type: 'object', properties: { query: { type: 'string' } }, required: ['query'] },
};

/** An agent: plans, searches, reads sources, ranks them by embeddings and writes a report. One session, a tree of paths. */
export async function* researchAgent(context: Context): Scenario {
  const { random } = context;
  const labels = new Labels(context, 'research', 'Research agent');
  const subject = random.pick(subjects);
  const ask = (text: string) => [{ role: 'user' as const, content: text }];

  const plan = yield chatCall(
    models.sonnet,
    ask(`Plan a research report about ${subject}.`),
    labels.at('/research'),
    {
      system: 'You plan research. Name three questions, then call the search tool.',
      extra: { tools: [searchTool] },
    },
  );
  if (plan.status !== 200) return;
  for (let i = 1; i <= random.int(2, 4); i++) {
    yield chatCall(
      models.geminiFlash,
      ask(`Search and list sources, question ${i}: ${subject}`),
      labels.at('/research/search'),
    );
    yield chatCall(
      models.groqLlama,
      ask(
        `Summarise this source for a report about ${subject}. ${'The study followed households over months. '.repeat(random.int(10, 60))}`,
      ),
      labels.at('/research/search/read'),
    );
  }
  yield {
    model: models.embedSmall,
    path: '/v1/embeddings',
    headers: labels.at('/research/rank'),
    body: {
      model: models.embedSmall.name,
      dimensions: 64,
      input: [subject, 'source one, 2021', 'source two, 2023', 'source three, 2024'],
    },
  };
  const writer = random.pick([models.sonnet, models.gpt41, models.geminiPro]);
  yield chatCall(
    writer,
    ask(`Write the report about ${subject} from these notes.`),
    labels.at('/research/write'),
    {
      stream: true,
      maxTokens: 2000,
    },
  );
  if (random.next() < 0.5)
    yield chatCall(
      models.gpt4oMini,
      ask(`Check the report about ${subject} for errors.`),
      labels.at('/research/review'),
    );
}
