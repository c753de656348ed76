// What the page tests share: the built page under its real frame and CSP, a stubbed host, and Chromium.
import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { build } from 'esbuild';
import type { Browser, Locator, Page } from 'playwright-core';
import { pageHtml } from '../../extension/views/webview-html';
import { startBrowser } from '../vscode/lib/browser';
import { chromiumMissing } from '../vscode/lib/find';

const root = path.resolve(import.meta.dirname, '../..');
const NONCE = 'bm9uY2Utb2YtdGhlLXRlc3Q';

/** Why the page tests do not run here, or false. */
export const skipReason: string | false = chromiumMissing() ?? false;

/** A page, the host that stands in for its own, and what is there once it is ready. */
interface PageKind { page: string; host: string; ready: string }
export const DATASET: PageKind = { page: 'dataset', host: 'fake-host', ready: '.grid-body .grid-row:not(.loading), .fatal' };
export const LAB: PageKind = { page: 'lab', host: 'fake-lab-host', ready: '.run-controls, .fatal' };
export const LANGUAGE_LAB: PageKind = { page: 'language-lab', host: 'fake-language-host', ready: '.run-controls, .fatal' };

async function bundle({ page, host }: PageKind): Promise<Map<string, { type: string; text: string }>> {
  const result = await build({
    absWorkingDir: root, bundle: true, write: false, format: 'iife', target: 'chrome120', outdir: 'out', logLevel: 'warning',
    entryPoints: { [page]: `webview/${page}/main.ts`, [host]: `test/webview/pages/${host}.ts` },
  });
  return new Map(result.outputFiles.map(file => [`/${path.basename(file.path)}`, { type: file.path.endsWith('.css') ? 'text/css' : 'text/javascript', text: file.text }]));
}

function frame(origin: string, { page, host }: PageKind): string {
  const html = pageHtml({ title: 'sample.jsonl', scriptUri: `${origin}/${page}.js`, styleUri: `${origin}/${page}.css`, cspSource: origin, nonce: NONCE });
  return html.replace(`<script nonce="${NONCE}" src="${origin}/${page}.js">`, `<script nonce="${NONCE}" src="${origin}/${host}.js"></script>$&`);
}

/** A running page server and browser; `open` gives a page with the address options of its host, `strayed` holds what pages did beyond themselves. */
export interface TestBench { strayed: string[]; open(query?: string, size?: { width: number; height: number }): Promise<Page>; close(): Promise<void> }

/** Notes whatever a page does beyond itself: a request to another address, another window, a dialog, a download, a worker, a frame, or leaving its own address. */
function watch(page: Page, origin: string, strayed: string[]): void {
  const note = (what: string) => { strayed.push(`${page.url()}: ${what}`); };
  page.on('request', request => { if (!request.url().startsWith(`${origin}/`)) note(`request for ${request.url()}`); });
  page.on('framenavigated', moved => { if (moved !== page.mainFrame() || !moved.url().startsWith(`${origin}/?`)) note(`navigation to ${moved.url()}`); });
  page.on('dialog', dialog => { note(`dialog ${dialog.message()}`); void dialog.dismiss(); });
  page.on('popup', popup => { note(`window ${popup.url()}`); });
  page.on('download', download => { note(`download of ${download.url()}`); });
  page.on('worker', worker => { note(`worker ${worker.url()}`); });
  page.on('websocket', socket => { note(`socket to ${socket.url()}`); });
}

/** Builds the page, serves it and starts Chromium. Closing fails where a page went beyond itself. */
export async function startBench(kind = DATASET): Promise<TestBench> {
  const files = await bundle(kind);
  const server: Server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    const file = files.get(pathname);
    if (pathname === '/') response.setHeader('content-type', 'text/html').end(frame(`http://${request.headers.host ?? ''}`, kind));
    else if (file) response.setHeader('content-type', file.type).end(file.text);
    else { response.statusCode = 404; response.end(); }
  });
  await new Promise<void>(resolve => { server.listen(0, '127.0.0.1', resolve); });
  const browser: Browser = await startBrowser();
  const strayed: string[] = [];
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    async open(query = '', size = { width: 1280, height: 800 }) {
      const page = await browser.newPage({ viewport: size });
      watch(page, origin, strayed);
      await page.goto(`${origin}/?${query}`);
      await page.locator(kind.ready).first().waitFor();
      return page;
    },
    strayed,
    async close() {
      await browser.close();
      server.close();
      if (strayed.length > 0) throw new Error(`A page went beyond itself:\n${strayed.join('\n')}`);
    },
  };
}

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** Fails with what axe-core finds wrong with the page as it is now. */
export async function expectAccessible(page: Page): Promise<void> {
  await page.evaluate(axeSource);
  const found = await page.evaluate<{ id: string; help: string; nodes: string[] }[]>(
    'axe.run().then(({ violations }) => violations.map(({ id, help, nodes }) => ({ id, help, nodes: nodes.slice(0, 3).map(node => node.target.join(" ") + ": " + node.failureSummary) })))');
  if (found.length > 0) throw new Error(`axe-core found ${found.length} violations: ${JSON.stringify(found, null, 1)}`);
}

/** Role and 1-based place of the grid cell that has the keyboard focus. */
export async function focusedCell(page: Page): Promise<{ role: string | null; row: string | null; column: string | null }> {
  return page.evaluate(`(() => {
    const cell = document.activeElement;
    return { role: cell.getAttribute('role'), row: cell.closest('[role="row"]')?.getAttribute('aria-rowindex') ?? null, column: cell.getAttribute('aria-colindex') };
  })()`);
}

/** The first button of the toolkit with this text. */
export const button = (page: Page, text: string): Locator => page.locator('vscode-button', { hasText: text }).first();
/** A cell of the grid's body, by 0-based row and column. */
export const cellAt = (page: Page, row: number, column: number): Locator => page.locator(`.grid-body .grid-row[data-row="${row}"] .grid-cell[data-column="${column}"]`);

/** Runs the audit and waits for its verdict and the first named record. */
export async function audited(page: Page): Promise<void> {
  await button(page, 'Audit').click();
  await page.locator('.verdict[data-kind="teacher"]').waitFor();
  await page.locator('.grid-cell.named').first().waitFor();
}

/** Polls from outside, since the page's CSP forbids the evaluation that `waitForFunction` needs. */
export async function until(page: Page, what: string, holds: () => Promise<boolean>): Promise<void> {
  for (let waitedMs = 0; waitedMs < 20_000; waitedMs += 50) {
    if (await holds()) return;
    await page.waitForTimeout(50);
  }
  throw new Error(`${what}: not within 20 s.`);
}

/** Waits until the page has called a method of the host. */
export async function calledHost(page: Page, method: string): Promise<void> {
  await until(page, `The page calls ${method}`, () => page.evaluate<boolean>(`window.fake.calls.some(call => call.method === '${method}')`));
}

/** Waits until what the page keeps for its next start holds this. */
export async function keptState(page: Page, holds: (state: Record<string, unknown>) => boolean): Promise<void> {
  await until(page, 'The page keeps its state', async () => holds(await page.evaluate<Record<string, unknown>>('JSON.parse(sessionStorage.getItem("state") ?? "{}")')));
}
