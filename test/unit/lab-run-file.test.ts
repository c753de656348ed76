import test from 'node:test';
import assert from 'node:assert/strict';
import { readRun, writeRun } from '../../extension/core/lab/run-file';
import type { LabRun } from '../../extension/core/protocol/mnist-lab';
import { finishedRun } from '../webview/pages/fake-lab-run';

const run = finishedRun(3);
const changed = (change: (content: { format: string; version: number; run: LabRun }) => void): string => {
  const content = JSON.parse(writeRun(run)) as { format: string; version: number; run: LabRun };
  change(content);
  return JSON.stringify(content);
};

test('a shared run comes back as it was, small, without weights and without the name of a folder', () => {
  const text = writeRun({ ...run, plan: { ...run.plan, dataFolder: '/home/someone/mnist' } });
  assert.ok(text.length < 300_000, `${text.length} characters`);
  assert.ok(!text.includes('someone'));
  const back = readRun(text, 'run.json');
  assert.deepEqual(back.steps, run.steps);
  assert.deepEqual(back.reports.map(({ accuracy, look }) => ({ accuracy, look })), run.reports.map(({ accuracy, look }) => ({ accuracy, look })));
  assert.ok(back.reports.every(({ weights }) => weights === undefined));
  assert.equal(writeRun(back), text, 'saved again it is the same file');
});

test('anything else is refused with the file and what is wrong', () => {
  const cases: [string, RegExp][] = [
    ['', /x\.json: not JSON/], ['[]', /not a run of the MNIST lab/], ['{"format":"other"}', /not a run of the MNIST lab/],
    [changed(content => { content.version = 2; }), /version 2, this is version 1/],
    [changed(({ run }) => { run.plan.settings.hidden = 1e9; }), /hidden takes/],
    [changed(({ run }) => { Object.assign(run, { plan: undefined }); }), /its settings are missing/],
    [changed(({ run }) => { run.watched.images = '<img src=x>'; }), /test digits are missing/],
    [changed(({ run }) => { run.reports[4].accuracy = 7; }), /report 5 is not one/],
    [changed(({ run }) => { Object.assign(run.reports[0].look ?? {}, { confusion: [1] }); }), /report 1 is not one/],
    [changed(({ run }) => { Object.assign(run.steps[1], { cosine: '0' }); }), /gradient step 2 is not one/],
    [changed(({ run }) => { Object.assign(run, { detection: { bags: [1] } }); }), /detection/],
  ];
  for (const [text, message] of cases) assert.throws(() => readRun(text, 'x.json'), message);
});
