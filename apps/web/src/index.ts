export { createWebServer, type WebServerOptions } from './server/web-server.js';
