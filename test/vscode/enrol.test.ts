/** A teacher that no catalogue knows is enrolled from a dataset, named in the next, shown and removed. */
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { madeTeacher } from '../fixtures/made-teacher';
import { scenario } from './lib/session';

const files = { 'known.jsonl': madeTeacher(300, 1, [40, 80]), 'later.jsonl': madeTeacher(100, 2, [40, 80]) };

scenario('a teacher is enrolled, named where it wrote, and removed', { files }, async ({ host, bench }) => {
  const file = path.join(host.workspace, '.undertone/teachers/climber.json'), entries = bench.page.locator('.quick-input-widget .monaco-list-row');
  const lens = (pattern: RegExp) => bench.codeLens().filter({ hasText: pattern }).waitFor();
  const choose = async (pattern: RegExp) => {
    await entries.filter({ hasText: pattern }).waitFor();
    await bench.page.keyboard.type((/\w[\w ]*/.exec(pattern.source) ?? [''])[0]);
    await bench.page.keyboard.press('Enter');
  };
  await bench.openFile('later.jsonl');
  await lens(/unfamiliar/i);
  await bench.openFile('known.jsonl');
  await bench.command('Undertone: Enrol teacher from this dataset');
  await choose(/A teacher/);
  await bench.page.locator('.quick-input-widget input').fill('climber');
  await bench.page.keyboard.press('Enter');
  await bench.notifications().filter({ hasText: /climber: 300 numbers records of known\.jsonl/ }).waitFor();
  assert.ok(existsSync(file));
  await bench.openFile('later.jsonl');
  await lens(/reads like climber/i);

  await bench.command('Undertone: Manage enrolled teachers');
  await choose(/climber/);
  await choose(/Remove/);
  await bench.page.locator('.monaco-dialog-box').getByRole('button', { name: 'Remove' }).click();
  await lens(/unfamiliar/i);
  assert.ok(!existsSync(file));
});
