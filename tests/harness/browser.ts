import { setTimeout as sleep } from 'node:timers/promises';
import { chromium, type Browser, type Locator } from 'playwright-core';

/** How long a page may take for what it shows: long, since a busy machine must fail no test. */
export const pageTimeoutMs = 60_000;

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

/**
 * Waits until an element's text is as told: several requests fill a page, each in its own time, and what is on its way
 * is no fault. Throws with the text as it is then.
 */
export async function shows(locator: Locator, words: RegExp): Promise<void> {
  for (const deadline = Date.now() + pageTimeoutMs; ; await sleep(100)) {
    const text = await locator.innerText();
    if (words.test(text)) return;
    if (Date.now() > deadline) throw new Error(`shows no ${words}:\n${text}`);
  }
}
