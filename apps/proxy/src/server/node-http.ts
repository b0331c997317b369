import type * as Http from 'node:http';

/**
 * `node:http` without its price: an `import` of it evaluates every export, the lazy `WebSocket` among them, and with
 * that Node's own copy of undici: 14 MB of memory for something that the proxy never calls.
 */
const http: typeof Http = process.getBuiltinModule('node:http');

export const { createServer, STATUS_CODES } = http;
