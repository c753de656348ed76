import { chromium, type Browser } from 'playwright-core';
import { findChromium } from './find';

/** A headless Chromium that keeps to itself: no sandbox (it runs as root in containers), no background traffic. */
export async function startBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: findChromium(),
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
      '--disable-component-update', '--disable-sync', '--disable-dev-shm-usage'],
  });
}
