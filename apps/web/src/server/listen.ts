import type { FastifyInstance } from 'fastify';
import { CodedError } from '@heliostat/platform';

/**
 * Listens and returns the address. A port that is taken or may not be bound becomes one `web/port-taken` or
 * `web/port-refused` error that names the setting to change.
 */
export async function listenOrExplain(
  server: FastifyInstance,
  { host, port }: { host: string; port: number },
): Promise<string> {
  try {
    return await server.listen({ host, port });
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === 'EADDRINUSE')
      throw new CodedError(
        'web/port-taken',
        `Port ${port} on ${host} is taken by another program. Stop it, or start with WEB_PORT set to a free port.`,
        500,
        { cause: error },
      );
    if (code === 'EACCES' || code === 'EADDRNOTAVAIL')
      throw new CodedError(
        'web/port-refused',
        `The dashboard may not listen on ${host}:${port} (${code}). Set HOST and WEB_PORT to an address of this machine.`,
        500,
        { cause: error },
      );
    throw error;
  }
}
