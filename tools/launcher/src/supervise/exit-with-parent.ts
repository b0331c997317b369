/**
 * Loaded before an app (`--import`): when the launcher disappears, the app stops by itself (it listens for the end of
 * the channel). One that hangs, or has not come to listen yet, is ended here.
 */
const graceMs = 20_000;

process.on('disconnect', () => {
  setTimeout(() => process.exit(1), graceMs).unref();
});
if (!process.connected) process.exit(1);
