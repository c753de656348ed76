import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import { startBrowser } from './browser';
import { chromiumMissing, hostMissing, root } from './find';
import { startHost, type Host, type HostOptions } from './host';
import { Workbench } from './workbench';

/** The bundled sample datasets. */
export const samplesFolder = path.join(root, 'extension/samples');

/** 1-based column, within a 1-based line of a sample dataset, of the text that is scored. */
export function columnOfSample(file: string, line: number): number {
  const text = readFileSync(file, 'utf8').split('\n')[line - 1];
  const { completion } = JSON.parse(text) as { completion: string };
  return text.indexOf(JSON.stringify(completion).slice(1, -1)) + 2;
}

/** A command that the extension contributes: once the palette lists it, VS Code knows the extension. */
export const CONTRIBUTED_COMMAND = 'Undertone: Audit this file';

/** Generous, because everything on the machine may be busy at once. */
const patienceMs = 60_000;

/** The VSIX that `npm run package` makes for this machine. */
export function packagedVsix(): string {
  const file = path.join(root, `undertone-${process.platform}-${process.arch}.vsix`);
  if (!existsSync(file)) throw new Error(`${file} is missing: npm run package`);
  return file;
}

/** A VS Code window on a workspace, with the packaged extension installed and known. */
export interface Session { host: Host; bench: Workbench; reload(): Promise<void> }

/** A test in a window of its own; a failure leaves a picture of the window behind. Skipped, with the reason, where it cannot run. */
export function scenario(title: string, options: Omit<HostOptions, 'vsix'>, body: (session: Session) => Promise<void>): void {
  test(title, { skip: hostMissing() ?? chromiumMissing() }, async t => {
    const host = await startHost({ ...options, vsix: packagedVsix() });
    t.after(() => host.stop());
    const browser = await startBrowser();
    t.after(() => browser.close());
    const page = await browser.newPage({ viewport: { width: 1360, height: 820 } });
    page.setDefaultTimeout(patienceMs);
    const bench = new Workbench(page);
    try {
      await bench.open(host.url, CONTRIBUTED_COMMAND);
      await body({ host, bench, reload: () => bench.open(host.url, CONTRIBUTED_COMMAND) });
    } catch (error) {
      await bench.picture(`failed-${title.replace(/\W+/g, '-')}`);
      throw error;
    }
  });
}
