/** Two datasets against each other, from the palette: the reference is chosen, the report opens, the files stay as they were. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { samplesFolder, scenario } from './lib/session';

const text = (name: string) => readFileSync(path.join(samplesFolder, name), 'utf8');
const files = { 'new.jsonl': text('numbers-qwen.jsonl'), 'trusted.jsonl': text('numbers-gpt.jsonl') };

scenario('compare a dataset with a reference', { files }, async ({ host, bench }) => {
  const { page } = bench;
  await bench.openFile('new.jsonl');
  await bench.command('Undertone: Compare with reference dataset…');
  const choice = page.locator('.quick-input-widget:visible input').first();
  await choice.waitFor();
  await page.locator('.quick-input-list .monaco-list-row', { hasText: 'trusted.jsonl' }).waitFor();
  await choice.fill('trusted.jsonl');
  await page.keyboard.press('Enter');
  await bench.webview().getByText(/Different: a classifier tells unseen records apart/).first().waitFor();
  await bench.webview().getByText(/log-probability of/).first().waitFor();
  for (const name of ['light', 'dark', 'contrast'] as const) {
    await bench.theme(name);
    await bench.picture(`${name}-compare`);
  }
  for (const [name, before] of Object.entries(files)) assert.equal(readFileSync(path.join(host.workspace, name), 'utf8'), before, `${name} is as it was`);
});
