/** The main job, as a person does it: open a dataset, see what is found, read why, review it, and look at the records. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { columnOfSample, samplesFolder, scenario } from './lib/session';

const sample = 'numbers-qwen.jsonl';
const file = path.join(samplesFolder, sample);
const hovered = 3;
const options = { copy: [file], settings: { 'undertone.expect.families': ['gpt'] } };

scenario('open, see, hover, audit, review, reload', options, async ({ host, bench, reload }) => {
  await bench.openFile(sample);

  await bench.codeLens().filter({ hasText: /reads like/i }).waitFor();
  await bench.statusBar(/qwen/).waitFor();
  await bench.squiggles().first().waitFor({ state: 'attached' });
  await bench.command('Problems: Focus on Problems View');
  const problem = bench.problems().filter({ hasText: /expected/ });
  await problem.waitFor();
  await bench.picture('1-problems');

  await bench.openFile(sample);
  await bench.goTo(hovered, columnOfSample(file, hovered));
  await bench.command('Show or Focus Hover');
  const hover = await bench.hover('Strongest evidence');
  const why = await hover.innerText();
  assert.match(why, /odds/);
  assert.match(why, /named wrongly|does not name/, 'the hover states an error rate, or that nothing is named');
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
  await actions.filter({ hasText: 'Mark reviewed (undertone/unexpected-teacher)' }).click();
  await problem.waitFor({ state: 'detached' });
  assert.match(readFileSync(path.join(host.workspace, '.undertone/reviewed.json'), 'utf8'), /undertone\/unexpected-teacher/);

  await reload();
  await bench.openFile(sample);
  await bench.codeLens().filter({ hasText: /1 reviewed/ }).waitFor();
  assert.equal(await problem.count(), 0);
  await bench.picture('5-reviewed');

  assert.deepEqual(readFileSync(path.join(host.workspace, sample)), readFileSync(file), 'the dataset is never written');
});
