import test from 'node:test';
import assert from 'node:assert/strict';
import { bandOf, csvOf, placeOf, RunView } from '../../webview/lab/model';
import { fakeReport, finishedRun } from '../webview/pages/fake-lab-run';

const run = finishedRun(3);
const perSeed = 6 * 21;

test('a band has the mean and the range of its values, and none has none', () => {
  assert.deepEqual(bandOf([0.2, 0.6]), { mean: 0.4, low: 0.2, high: 0.6, count: 2 });
  assert.equal(bandOf([]), undefined);
});

test('accuracy is that of finished seeds; of the newest report while none is', () => {
  assert.equal(new RunView(run, 5).isTrained('teacher'), false);
  assert.equal(new RunView(run, 5).accuracy('teacher')?.mean, run.reports[4].accuracy);
  assert.equal(new RunView(run, 5).accuracy('aux-shared'), undefined);
  const one = new RunView(run, perSeed + 7).accuracy('teacher');
  assert.deepEqual([one?.count, one?.mean], [1, run.reports[20].accuracy], 'the second seed is not yet done, so it does not count');
  assert.equal(new RunView(run, run.reports.length).accuracy('teacher')?.count, 3);
});

test('curves lie at shares of the training, whatever its steps, with a range over the seeds', () => {
  assert.equal(placeOf({ ...fakeReport(1, 'teacher', 0), step: 152, steps: 304 }), 10);
  const { values, low, high } = new RunView(run, run.reports.length).curve('aux-shared', 'accuracy');
  assert.equal(values.length, 21);
  values.forEach((value, i) => assert.ok((low[i] ?? 1) <= (value ?? 0) && (value ?? 1) <= (high[i] ?? 0)));
  assert.equal(new RunView(run, 3).curve('teacher', 'accuracy').values.filter(value => value !== null).length, 3);
  assert.equal(new RunView(run, run.reports.length).curve('teacher', 'loss').values[0], null, 'there is no loss before training');
});

test('a loss that rounding took to zero or below is left out of the logarithmic curve', () => {
  const reports = [0, 10, 20].map(at => ({ ...fakeReport(1, 'teacher', at), loss: [null, 0.1, -1e-7][at / 10] }));
  assert.deepEqual(new RunView({ ...run, reports }, 3).curve('teacher', 'loss').values.filter(value => value !== null), [0.1]);
});

test('what is watched is of the first seed, as it was at that place', () => {
  const view = new RunView(run, run.reports.length);
  assert.equal(view.newest('teacher'), run.reports[20]);
  assert.equal(view.untrained('teacher'), run.reports[0]);
  assert.equal(new RunView(run, 4).newest('teacher'), run.reports[3]);
});

test('comma-separated values hold every report and step, in columns of one number', () => {
  const lines = csvOf(run).trimEnd().split('\n').map(line => line.split(','));
  assert.equal(lines.length, 1 + run.reports.length + run.steps.length);
  assert.deepEqual([...new Set(lines.map(({ length }) => length))], [10]);
  assert.equal(Number(lines[21][6]), run.reports[20].accuracy);
});
