import type { Server } from 'node:http';
import { CodedError, errorMessage, type Config } from '@heliostat/platform';

/** Connections that may wait to be accepted, should many clients come at once. */
const backlog = 4096;

/** Listens on `HOST` and `PROXY_PORT`. Throws one error that names the setting when the port cannot be had. */
export function listen(server: Server, config: Pick<Config, 'HOST' | 'PROXY_PORT'>): Promise<void> {
  const { HOST: host, PROXY_PORT: port } = config;
  return new Promise((resolve, reject) => {
    const fail = (error: NodeJS.ErrnoException) => reject(listenError(error, host, port));
    server.once('error', fail);
    server.listen({ host, port, backlog }, () => {
      server.off('error', fail);
      resolve();
    });
  });
}

function listenError(error: NodeJS.ErrnoException, host: string, port: number): CodedError {
  const words: Record<string, string> = {
    EADDRINUSE: `Port ${port} on ${host} is taken by another program. Stop it, or choose another port with PROXY_PORT.`,
    EACCES: `This user may not listen on port ${port}. Choose a port above 1023 with PROXY_PORT.`,
    EADDRNOTAVAIL: `${host} is no address of this machine. Set HOST to one, or to 0.0.0.0 for all.`,
  };
  const message = words[error.code ?? ''] ?? `Cannot listen on ${host}:${port}: ${errorMessage(error)}`;
  return new CodedError('proxy/cannot-listen', message, 500, { cause: error });
}
