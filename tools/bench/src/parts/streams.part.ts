import { runStreams, type StreamResult } from '../load/stream-load.js';
import { number, table } from '../report/markdown.js';
import { heliostatTarget } from '../targets/heliostat.target.js';
import { directTarget } from '../targets/plain.targets.js';
import type { Target } from '../targets/target.js';
import type { Part, PartResult } from './part.js';

const concurrent = 512;
const chunkMs = 100;
const tokens = 52;
const body = JSON.stringify({
  model: 'gpt-4o-mini',
  stream: true,
  stream_options: { include_usage: true },
  messages: [{ role: 'user', content: 'How does a tower plant store heat overnight?' }],
});

/** Many paced streams at once: every one must be the upstream's, byte for byte, and start as early. */
export const streamsPart: Part = {
  name: 'streams',
  title: `${concurrent} concurrent streams`,
  async run({ cores, rounds, simulator, stack, say }): Promise<PartResult> {
    const pace = { 'x-sim-chunk-ms': String(chunkMs), 'x-sim-tokens': String(tokens) };
    const paced = (target: Target): Target => ({ ...target, headers: { ...target.headers, ...pace } });
    const direct = paced(directTarget(simulator));
    const through = paced(heliostatTarget(stack, 'groq'));
    const expected = await wholeStream(direct);
    const options = { cores: cores.load, concurrent, rounds, expected, body };
    if (cores.shared) stack.pauseWorker();
    await runStreams(through, { ...options, rounds: 1 });
    const plain = await runStreams(direct, options);
    const proxied = await runStreams(through, options);
    stack.resumeWorker();
    const added = { p50: proxied.ttftP50 - plain.ttftP50, p99: proxied.ttftP99 - plain.ttftP99 };
    say(`  ${proxied.exact} of ${proxied.streams} exact, added TTFT p50 ${number(added.p50)} ms`);
    const row = (name: string, r: StreamResult) => [
      name,
      String(r.streams),
      String(r.exact),
      String(r.failed),
      number(r.frames),
      String(r.merged),
      number(r.ttftP50),
      number(r.ttftP99),
      number(r.gapP99),
    ];
    return {
      markdown: [
        `${concurrent} at once, ${rounds} after each other in every place; each is about ${Math.round(tokens / 1.3) + 4} frames, one every ${chunkMs} ms, from the simulator. "Exact" streams equal the upstream's bytes; "merged" frames reached the client in one read with the frame before.`,
        table(
          [
            'way',
            'streams',
            'exact',
            'broken',
            'frames',
            'merged',
            'TTFT p50 ms',
            'TTFT p99 ms',
            'gap p99 ms',
          ],
          [row('simulator, directly', plain), row('through Heliostat', proxied)],
        ),
        `Added time to first token: p50 ${number(added.p50)} ms, p99 ${number(added.p99)} ms.`,
      ].join('\n\n'),
      notRun: [],
      budgets: [
        {
          what: `${concurrent} streams: whole, no frame dropped`,
          bar: 'all',
          got: `${proxied.exact} of ${proxied.streams}`,
          met: proxied.exact === proxied.streams,
        },
        {
          what: 'frames merged by the proxy',
          bar: '0 more than directly',
          got: String(Math.max(0, proxied.merged - plain.merged)),
          met: proxied.merged <= plain.merged,
        },
        {
          what: 'added time to first token, p50',
          bar: '≤ 1 ms',
          got: `${number(added.p50)} ms`,
          met: added.p50 <= 1,
        },
      ],
    };
  },
};

/** The stream's text without its pace: the same request gives the same reply. */
async function wholeStream(target: Target): Promise<string> {
  const reply = await fetch(target.url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...target.headers, 'x-sim-chunk-ms': '0' },
    body,
  });
  return reply.text();
}
