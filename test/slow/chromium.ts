import { type Browser, chromium } from 'playwright-core';

/** Debian's Chromium, or the one at `CHROMIUM`; it looks up no host of its own accord. The limits are those of the test. */
export function launchChromium(): Promise<Browser> {
  return chromium.launch({
    timeout: 0,
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}
