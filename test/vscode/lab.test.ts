/** The MNIST lab in a real VS Code: real training in a process of its own, hidden and shown again, stopped, closed. */
import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { samplesFolder, scenario } from './lib/session';
import { until } from './lib/until';

const sample = 'numbers-qwen.jsonl';
const options = { copy: [path.join(samplesFolder, sample)] };

/** Lab processes of a VS Code whose files lie in a folder. */
function labProcesses(folder: string): string[] {
  return readdirSync('/proc').filter(name => /^\d+$/.test(name)).filter(pid => {
    try { return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('lab-worker.js') && readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(folder); } catch { return false; }
  });
}

scenario('the lab trains, goes on while hidden, stops, and leaves nothing behind', options, async ({ host, bench }) => {
  const violations: string[] = [];
  bench.page.on('console', message => { if (/Content Security Policy/.test(message.text())) violations.push(message.text()); });
  const home = path.dirname(host.workspace);
  await bench.command('Undertone: Open the MNIST lab');
  const page = bench.webview();
  await page.locator('.tour').waitFor();
  await bench.picture('lab-tour');
  await page.locator('.run-controls vscode-button').first().click();
  await page.locator('.network.teacher .fill').waitFor();
  await bench.statusBar(/Lab \d+ %/).waitFor();
  assert.equal(labProcesses(home).length, 1);

  await bench.openFile(sample);
  const text = () => bench.statusBar(/Lab \d+ %/).innerText();
  const before = await text();
  await until('progress while the page is hidden', async () => await text() !== before);

  await bench.command('Undertone: Open the MNIST lab');
  await page.locator('.network.aux-shared .fill').waitFor();
  await page.locator('.run-controls vscode-button', { hasText: 'Stop' }).click();
  await page.locator('.run-status', { hasText: 'Stopped' }).waitFor();
  await bench.picture('lab-stopped');

  await page.locator('.preset', { hasText: 'One step' }).click();
  await page.getByRole('spinbutton', { name: 'Seeds' }).fill('3');
  await page.getByRole('spinbutton', { name: 'Seeds' }).press('Enter');
  await page.locator('.run-controls vscode-button').first().click();
  await page.locator('.step-words', { hasText: "Same start: 3 of 3 go the teacher's way" }).waitFor();
  await bench.picture('lab-one-step');

  await page.locator('.preset', { hasText: 'The paper' }).click();
  await page.locator('.run-controls vscode-button').first().click();
  await page.locator('.network.teacher .fill').waitFor();
  await bench.command('View: Close Editor');
  await until('its process is gone', () => labProcesses(home).length === 0);
  await bench.statusBar(/Lab \d+ %/).waitFor({ state: 'hidden' });
  await bench.openFile(sample);
  await bench.codeLens().first().waitFor();
  assert.deepEqual(violations.filter(message => message.includes('undertone')), []);
});

scenario('records become a dataset, and a shared run comes back, in every theme', {}, async ({ host, bench }) => {
  const page = bench.webview(), control = (text: string) => page.locator('.run-controls vscode-button', { hasText: text });
  const save = async (name: string) => {
    await bench.answerDialog();
    await until(`${name} is saved`, () => existsSync(path.join(host.workspace, name)));
  };
  await bench.command('Undertone: Open the MNIST lab');
  await page.locator('.more summary').click();
  for (const [label, value] of [['Seeds', '1'], ['Hidden layers', '32'], ['Noise', '3000']]) {
    await page.getByRole('spinbutton', { name: label }).fill(value);
    await page.getByRole('spinbutton', { name: label }).press('Enter');
  }
  await control('Run').click();
  await page.locator('.run-status', { hasText: 'Finished' }).waitFor();

  await page.locator('.detection vscode-button', { hasText: 'Export' }).click();
  await save('distillation-records.jsonl');
  await bench.page.locator('.tab', { hasText: 'distillation-records.jsonl' }).first().waitFor();
  const [first] = readFileSync(path.join(host.workspace, 'distillation-records.jsonl'), 'utf8').split('\n');
  assert.match(first, /"teacher":"trained on digits"/);
  await bench.page.frameLocator('iframe.webview.ready >> nth=-1').frameLocator('iframe#active-frame').getByText('2,000 lines').first().waitFor();
  await bench.picture('lab-records');
  await bench.command('View: Close Editor');

  await page.locator('.files vscode-button', { hasText: 'Share run' }).click();
  await save('mnist-lab-paper.json');
  await control('Reset').click();
  await page.locator('.cards').waitFor({ state: 'hidden' });
  await page.locator('.files vscode-button', { hasText: 'Open run' }).click();
  await bench.answerDialog(path.join(host.workspace, 'mnist-lab-paper.json'));
  await page.locator('.network.all-other', { hasText: /\d %/ }).waitFor();
  for (const theme of ['light', 'dark', 'contrast'] as const) {
    await bench.theme(theme);
    await bench.picture(`${theme}-lab`);
  }
});
