/** Annotations follow what is typed, and what cannot be read gets a message that says what to do. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { samplesFolder, scenario } from './lib/session';

const sample = 'numbers-qwen.jsonl';
const text = readFileSync(path.join(samplesFolder, sample), 'utf8');
const count = text.trimEnd().split('\n').length;

scenario('typing is scored, undo takes it back, nothing is written', { files: { [sample]: text } }, async ({ host, bench }) => {
  const lens = (pattern: RegExp) => bench.codeLens().filter({ hasText: pattern }).waitFor();
  await bench.openFile(sample);
  await lens(new RegExp(`${count} of ${count} records scored`));
  await bench.goTo(1);
  await bench.page.keyboard.type('not a record');
  await lens(new RegExp(`${count - 1} of ${count} records scored`));
  for (let i = 0; i < 3; i++) await bench.page.keyboard.press('Control+Z');
  await lens(new RegExp(`${count} of ${count} records scored`));
  assert.equal(readFileSync(path.join(host.workspace, sample), 'utf8'), text);
});

const strange = { 'empty.jsonl': '', 'table.csv': 'prompt,completion\na,b\n', 'cut.jsonl': `${text}{"prompt": "cut o` };

scenario('what cannot be audited gets a message with file and remedy', { files: strange }, async ({ bench }) => {
  await bench.openFile('table.csv');
  await bench.command('Undertone: Audit this file');
  await bench.notifications().filter({ hasText: /table\.csv.*JSONL/s }).waitFor();
  await bench.picture('csv');
  await bench.command('Notifications: Clear All Notifications');

  await bench.openFile('empty.jsonl');
  await bench.command('Undertone: Audit this file');
  await bench.notifications().filter({ hasText: /empty\.jsonl: / }).waitFor();
  await bench.picture('empty');
  await bench.command('Notifications: Clear All Notifications');

  await bench.openFile('cut.jsonl');
  await bench.command('Undertone: Audit this file');
  await bench.webview().getByText(`${count} of ${count + 1} records scored`).first().waitFor();
  await bench.webview().getByText(new RegExp(`record ${count + 1}|line ${count + 1}|:${count + 1}`)).first().waitFor();
  await bench.picture('cut');
});
