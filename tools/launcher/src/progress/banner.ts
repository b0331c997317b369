import type { Config } from '@heliostat/platform';
import type { Progress } from './progress.js';

/** What a person needs once everything runs: where to look and what to do first. */
export function banner(config: Config, progress: Progress): string {
  const host = ['127.0.0.1', '0.0.0.0', '::', '::1'].includes(config.HOST) ? 'localhost' : config.HOST;
  const jawn = `http://${host}:${config.JAWN_PORT}`;
  const proxy = (config.PROXY_PUBLIC_URL ?? `http://${host}:${config.PROXY_PORT}`).replace(/\/+$/, '');
  const rows: [string, string][] = [
    ['Dashboard', config.publicUrl],
    ['API and its docs', `${jawn}/docs`],
    ['Gateway', `${proxy}/v1`],
    ['Proxy, OpenAI', `${proxy}/oai/v1`],
    ['Proxy, Anthropic', `${proxy}/anthropic`],
  ];
  const hint = config.HELIOSTAT_INIT_EMAIL
    ? `Sign in as ${config.HELIOSTAT_INIT_EMAIL}: the first owner, as HELIOSTAT_INIT_EMAIL says.`
    : 'First step: open the dashboard, sign up, and copy your API key.';
  const lines = [
    ...rows.map(([name, url]) => ({ plain: `${name.padEnd(18)}${url}`, name, url })),
    { plain: '', name: '', url: '' },
    { plain: hint, name: hint, url: '' },
    { plain: 'Ctrl-C stops everything.', name: 'Ctrl-C stops everything.', url: '' },
  ];
  const width = Math.max(...lines.map(({ plain }) => plain.length));
  const edge = (left: string, right: string) => progress.paint('dim', left + '─'.repeat(width + 4) + right);
  const bar = progress.paint('dim', '│');
  const body = lines.map(({ plain, name, url }) => {
    const text = url ? `${name.padEnd(18)}${progress.paint('cyan', url)}` : plain;
    return `${bar}  ${text}${' '.repeat(width - plain.length)}  ${bar}`;
  });
  const title = progress.paint('bold', `Heliostat is ready after ${progress.seconds.toFixed(1)} s`);
  return ['', title, edge('╭', '╮'), ...body, edge('╰', '╯')].join('\n');
}
