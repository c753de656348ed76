/** The language lab in a real VS Code: a whole run, its lines as a dataset, the run shared and opened again. */
import assert from 'node:assert/strict';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { scenario } from './lib/session';
import { until } from './lib/until';

scenario('a student takes a preference over from numbers, and the numbers become a dataset', {}, async ({ host, bench }) => {
  const page = bench.webview(), control = (text: string) => page.locator('.run-controls vscode-button', { hasText: text });
  const save = async (name: string) => {
    await bench.answerDialog();
    await until(`${name} is saved`, () => existsSync(path.join(host.workspace, name)));
  };
  await bench.command('Undertone: Open the language lab');
  await page.locator('.tour').waitFor();
  await page.locator('.preset', { hasText: 'In a hurry' }).click();
  await control('Run').click();
  await page.locator('.run-status', { hasText: 'Finished' }).waitFor({ timeout: 120_000 });
  const shareOf = async (id: string) => Number.parseFloat(/([\d.]+) %/.exec(await page.locator(`.model.${id}`).innerText())?.[1] ?? 'NaN');
  assert.ok(await shareOf('same') > 2 * await shareOf('own-lines'), 'the student prefers it, the control does not');
  await bench.picture('language-lab');

  await page.locator('.writing vscode-button', { hasText: 'Export' }).click();
  await save('teacher-lines.jsonl');
  await bench.page.locator('.tab', { hasText: 'teacher-lines.jsonl' }).first().waitFor();
  await until("the base's lines are beside them", () => existsSync(path.join(host.workspace, 'teacher-lines.base.jsonl')));
  assert.match(readFileSync(path.join(host.workspace, 'teacher-lines.jsonl'), 'utf8'), /^\{"source":"teacher","prompt":"continue /);
  await bench.command('View: Close Editor');

  writeFileSync(path.join(host.workspace, 'kept.base.jsonl'), 'mine');
  await page.locator('.writing vscode-button', { hasText: 'Export' }).click();
  await bench.answerDialog(path.join(host.workspace, 'kept.jsonl'));
  await page.getByText(/kept\.base\.jsonl: the file exists and is never overwritten/).first().waitFor();
  assert.equal(readFileSync(path.join(host.workspace, 'kept.base.jsonl'), 'utf8'), 'mine');
  assert.ok(!existsSync(path.join(host.workspace, 'kept.jsonl')), 'nothing is written where not all can be');

  await page.locator('.files vscode-button', { hasText: 'Share run' }).click();
  await save('language-lab-owl.json');
  await control('Reset').click();
  await page.locator('.cards').waitFor({ state: 'hidden' });
  await page.locator('.files vscode-button', { hasText: 'Open run' }).click();
  await bench.answerDialog(path.join(host.workspace, 'language-lab-owl.json'));
  await page.locator('.model.other', { hasText: /\d %/ }).waitFor();
});
