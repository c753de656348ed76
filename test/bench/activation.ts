/** How long the packaged extension takes to activate in a real VS Code, as VS Code itself measures it: `node --import tsx test/bench/activation.ts` after `npm run package`. */
import path from 'node:path';
import { startBrowser } from '../vscode/lib/browser';
import { startHost } from '../vscode/lib/host';
import { CONTRIBUTED_COMMAND, packagedVsix, samplesFolder } from '../vscode/lib/session';
import { Workbench } from '../vscode/lib/workbench';

const ROUNDS = 3;
const sample = 'numbers-qwen.jsonl';

async function measure(bench: Workbench, url: string): Promise<string> {
  await bench.open(url, CONTRIBUTED_COMMAND);
  await bench.openFile(sample);
  await bench.codeLens().first().waitFor();
  await bench.command('Developer: Show Running Extensions');
  const entry = bench.page.locator('.runtime-extensions-editor .monaco-list-row', { hasText: 'Undertone' });
  return (await entry.locator('.activation-time').innerText()).trim();
}

async function main(): Promise<void> {
  const host = await startHost({ vsix: packagedVsix(), copy: [path.join(samplesFolder, sample)] });
  const browser = await startBrowser();
  try {
    const bench = new Workbench(await browser.newPage());
    for (let round = 1; round <= ROUNDS; round++) console.log(`round ${round}: ${await measure(bench, host.url)}`);
  } finally {
    await browser.close();
    await host.stop();
  }
}

void main();
