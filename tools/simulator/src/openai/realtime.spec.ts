import { once } from 'node:events';
import { WebSocket } from 'ws';
import { createSimulator, type Simulator } from '../simulator.js';

describe('the realtime API of the simulator', () => {
  let simulator: Simulator;
  beforeEach(async () => (simulator = await createSimulator()));
  afterEach(() => simulator.close());

  const dial = (path = '/v1/realtime?model=gpt-realtime', headers = { authorization: 'Bearer sk-x' }) =>
    new WebSocket(`${simulator.url.replace('http', 'ws')}${path}`, { headers });
  /** Parsed events as they arrive. */
  const eventsOf = (socket: WebSocket) => {
    const events: { type: string; response?: { usage?: object } }[] = [];
    socket.on('message', (data) => events.push(JSON.parse((data as Buffer).toString())));
    return events;
  };
  const until = async (events: { type: string }[], type: string, socket: WebSocket) => {
    while (!events.some((event) => event.type === type)) await once(socket, 'message');
  };

  it('answers response.create with a reply and its usage', async () => {
    const sut = dial();
    const events = eventsOf(sut);
    await until(events, 'session.created', sut);
    sut.send(JSON.stringify({ type: 'response.create' }));
    await until(events, 'response.done', sut);
    expect(events.map(({ type }) => type)).toEqual([
      'session.created',
      'response.created',
      'response.output_text.delta',
      'response.done',
    ]);
    expect(events.at(-1)!.response!.usage).toMatchObject({ input_tokens: 20, output_tokens: 10 });
  });

  it.each([10, 200, 70_000])('reads events of %i bytes', async (bytes) => {
    const sut = dial();
    const events = eventsOf(sut);
    await until(events, 'session.created', sut);
    sut.send(JSON.stringify({ type: 'response.create', padding: 'x'.repeat(bytes) }));
    await until(events, 'response.done', sut);
    expect(events.at(-1)!.type).toBe('response.done');
  });

  it('tells what is no event, and closes as the client does', async () => {
    const sut = dial();
    const events = eventsOf(sut);
    await until(events, 'session.created', sut);
    sut.send('hello');
    await until(events, 'error', sut);
    sut.close(4001, 'bye');
    expect((await once(sut, 'close'))[0]).toBe(4001);
  });

  it.each([
    ['/v1/elsewhere', { authorization: 'Bearer sk-x' }, 404],
    ['/v1/realtime', { authorization: '' }, 401],
  ])('refuses %s with the headers %j (%i)', async (path, headers, status) => {
    const [, reply] = await once(dial(path, headers), 'unexpected-response');
    expect(reply.statusCode).toBe(status);
  });
});
