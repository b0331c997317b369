import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { freePorts } from '../host/ports.js';
import { needTool } from '../host/tools.js';
import { ManagedProcess } from '../process/managed-process.js';
import { replyBody } from './payload.js';

export type Nginx = { url: string; process: ManagedProcess };

/** An nginx that answers everything with the fixed reply. */
export const startFixedReply = (folder: string, cores: string): Promise<Nginx> =>
  start('nginx-reply', folder, cores, '', `default_type application/json; return 200 '${replyBody}';`);

/** An nginx that forwards to `upstream` with kept connections: what a gateway that does nothing costs. */
export const startProxyPass = (folder: string, cores: string, upstream: string): Promise<Nginx> =>
  start(
    'nginx-proxy',
    folder,
    cores,
    `upstream provider { server ${new URL(upstream).host}; keepalive 128; keepalive_requests 1000000000; }`,
    'proxy_pass http://provider; proxy_http_version 1.1; proxy_set_header Connection ""; proxy_buffering off;',
  );

async function start(
  name: string,
  folder: string,
  cores: string,
  outside: string,
  location: string,
): Promise<Nginx> {
  const nginx = needTool('nginx');
  const home = join(folder, name);
  mkdirSync(home, { recursive: true });
  const [port] = await freePorts(1);
  const temp = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
    (t) => `${t}_temp_path ${home}/${t};`,
  );
  writeFileSync(
    join(home, 'nginx.conf'),
    `daemon off; master_process off; worker_processes 1; pid ${home}/pid; error_log ${home}/error.log;
events { worker_connections 8192; }
http {
  access_log off; keepalive_requests 1000000000; keepalive_timeout 300s; tcp_nodelay on;
  client_body_buffer_size 64k; ${temp.join(' ')}
  ${outside}
  server { listen 127.0.0.1:${port} backlog=4096; location / { ${location} } }
}
`,
  );
  const args = ['-p', home, '-c', join(home, 'nginx.conf'), '-e', join(home, 'error.log')];
  const child = ManagedProcess.start({ name, command: nginx, args, cores });
  const url = `http://127.0.0.1:${port}`;
  await child.ready(url);
  return { url, process: child };
}
