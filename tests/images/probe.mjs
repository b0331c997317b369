// Runs inside a container of the network under test: sends a request through Heliostat and finds it again by the API.
//   PROBE=send|find|page  API, WEB: addresses; API_KEY; MARK: what tells this request from others
const { PROBE, API, WEB, API_KEY, MARK } = process.env;
const post = async (path, headers, body) => {
  const reply = await fetch(`${API}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
  return { status: reply.status, text: await reply.text() };
};
const fail = (words) => {
  console.error(words);
  process.exit(1);
};

/** The smoke test of the original's page on Docker, against the provider that the settings name. */
async function send() {
  const headers = {
    authorization: 'Bearer sk-a-key-of-the-provider',
    'helicone-auth': `Bearer ${API_KEY}`,
    'helicone-user-id': MARK,
  };
  const body = { model: 'gpt-4o-mini', messages: [{ role: 'user', content: 'Hello' }] };
  const reply = await post('/v1/gateway/oai/v1/chat/completions', headers, body);
  if (reply.status !== 200) fail(`the gateway answered ${reply.status}: ${reply.text}`);
  if (!JSON.parse(reply.text).choices?.[0]?.message?.content) fail(`no reply of a model: ${reply.text}`);
  await find();
}

/** Until the row is there: bodies travel by the queue. */
async function find() {
  const filter = { request_response_rmt: { user_id: { equals: MARK } } };
  const deadline = Date.now() + 60_000;
  for (;;) {
    const auth = { authorization: `Bearer ${API_KEY}` };
    const reply = await post('/v1/request/query-clickhouse', auth, { filter, limit: 10 });
    const rows = reply.status === 200 ? JSON.parse(reply.text).data : [];
    if (rows?.length === 1 && rows[0].response_status === 200)
      return console.log(`found ${rows[0].request_id}`);
    if (Date.now() > deadline) fail(`not found: ${reply.status} ${reply.text.slice(0, 500)}`);
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
}

async function page() {
  const script = await (await fetch(`${WEB}/__ENV.js`)).text();
  const html = await (await fetch(`${WEB}/signup`)).text();
  if (!/<!doctype html>/i.test(html)) fail(`no page: ${html.slice(0, 200)}`);
  console.log(script);
}

await { send, find, page }[PROBE]();
