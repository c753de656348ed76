/** The main job, as a person does it: open a dataset, see what is found, read why, review it, and look at the records. */
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import { root } from './lib/find';
import { cannotRun, startSession } from './lib/session';

const sample = 'numbers.jsonl';

test('open, see, hover, audit, review, reload, dataset', { skip: cannotRun }, async t => {
  const file = path.join(root, 'extension/samples', sample);
  const original = readFileSync(file);
  const { host, bench, open } = await startSession(t, { copy: [file], settings: { 'undertone.expect.families': ['qwen'] } });
  await open();
  await bench.openFile(sample);

  await bench.codeLens().filter({ hasText: /Reads like/ }).waitFor();
  await bench.squiggles().first().waitFor({ state: 'attached' });
  await bench.command('View: Toggle Problems');
  const problem = bench.problems().filter({ hasText: /expected/ });
  await problem.waitFor();
  await bench.picture('1-problems');

  await bench.openFile(sample);
  await bench.goTo(8, 40);
  const hover = await bench.hover();
  t.diagnostic(await hover.innerText());
  await bench.picture('2-hover');
  await bench.page.keyboard.press('Escape');

  await bench.command('Undertone: Audit this file');
  const verdict = bench.webview().getByText(/error rate/).first();
  await verdict.waitFor();
  await bench.picture('3-report');

  await bench.openFile(sample);
  await bench.goTo(1);
  const actions = await bench.codeActions();
  await bench.picture('4-actions');
  await actions.filter({ hasText: 'Mark reviewed' }).click();
  await problem.waitFor({ state: 'detached' });
  assert.match(readFileSync(path.join(host.workspace, '.undertone/reviewed.json'), 'utf8'), /undertone\/unexpected-teacher/);

  await bench.reload('Undertone: Audit this file');
  await bench.openFile(sample);
  await bench.codeLens().filter({ hasText: /1 reviewed/ }).waitFor();
  assert.equal(await problem.count(), 0);
  await bench.picture('5-reviewed');

  assert.deepEqual(readFileSync(path.join(host.workspace, sample)), original, 'the dataset is never written');
  assert.ok(existsSync(host.logFile));
});
