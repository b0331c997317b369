// The health check of the images: `node healthcheck.mjs PROXY_PORT=8787 …` asks each port (a setting and its default)
// for /healthz, and exits with 1 when one of them does not answer with 200.
const asked = process.argv.slice(2).map((argument) => {
  const [setting, fallback] = argument.split('=');
  return `http://127.0.0.1:${process.env[setting] || fallback}/healthz`;
});

const faults = await Promise.all(
  asked.map(async (url) => {
    try {
      const { status } = await fetch(url, { signal: AbortSignal.timeout(3000) });
      return status === 200 ? undefined : `${url} answered ${status}`;
    } catch (error) {
      return `${url}: ${error.cause?.code ?? error.name}`;
    }
  }),
);

const found = faults.filter((fault) => fault !== undefined);
if (found.length > 0) console.error(found.join('\n'));
process.exit(found.length > 0 ? 1 : 0);
