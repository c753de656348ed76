import { existsSync } from 'node:fs';
import path from 'node:path';
import type { TestContext } from 'node:test';
import { startBrowser } from './browser';
import { chromiumMissing, hostMissing, root } from './find';
import { startHost, type Host, type HostOptions } from './host';
import { Workbench } from './workbench';

/** Themes that every view must look right in. */
export const THEMES = { light: 'Light Modern', dark: 'Dark Modern', contrast: 'Default High Contrast' } as const;

/** A command that the extension contributes: once the palette lists it, VS Code knows the extension. */
const contributed = 'Undertone: Audit this file';

/** Why the tests of this folder cannot run here, or false: the `skip` option of a test. */
export const cannotRun = hostMissing() ?? chromiumMissing() ?? false;

/** The VSIX that `npm run package` makes for this machine. */
export function packagedVsix(): string {
  const file = path.join(root, `undertone-${process.platform}-${process.arch}.vsix`);
  if (!existsSync(file)) throw new Error(`${file} is missing: npm run package`);
  return file;
}

/** A VS Code window with the packaged extension installed. */
export interface Session { host: Host; bench: Workbench; open(): Promise<void> }

/** Starts host and browser for one test and ends both with it. */
export async function startSession(test: TestContext, options: Omit<HostOptions, 'vsix'>): Promise<Session> {
  const host = await startHost({ ...options, vsix: packagedVsix() });
  test.after(() => host.stop());
  const browser = await startBrowser();
  test.after(() => browser.close());
  const page = await browser.newPage({ viewport: { width: 1360, height: 820 } });
  page.setDefaultTimeout(20_000);
  const bench = new Workbench(page);
  test.after(() => test.signal.aborted ? bench.picture(`aborted-${test.name}`) : undefined);
  return { host, bench, open: () => bench.open(host.url, contributed) };
}
