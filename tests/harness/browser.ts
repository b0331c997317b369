import { chromium, type Browser } from 'playwright-core';

const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** Debian's Chromium, headless. Fails when `npm run test:external` did not find it. */
export function launchBrowser(): Promise<Browser> {
  const executablePath = process.env.HELIOSTAT_TEST_CHROMIUM;
  if (!executablePath) throw new Error('HELIOSTAT_TEST_CHROMIUM is not set: run npm run test:external');
  return chromium.launch({ executablePath, args: flags });
}
