import test from 'node:test';
import assert from 'node:assert/strict';
import { readDigits } from '../../extension/core/lab/digits';
import { LabEngine } from '../../extension/core/lab/engine';
import { epochsOver, runSeeds, type DigitData, type LabEvent } from '../../extension/core/lab/experiment';
import { CONDITIONS, PRESETS } from '../../extension/core/lab/settings';
import { meanAndSd, SummaryBuilder } from '../../extension/core/lab/summary';
import type { Settings } from '../../extension/core/protocol/mnist-lab';

const NEVER = new AbortController().signal;
// The build packs these; `npm test` builds before this runs.
const digits = () => readDigits('dist/mnist-10k.bin.gz');

async function run(data: DigitData, settings: Settings, seed: number, signal = NEVER, listen: (event: LabEvent) => void = () => undefined): Promise<LabEvent[]> {
  const engine = await LabEngine.open(), events: LabEvent[] = [];
  try {
    for await (const event of runSeeds(engine, data, settings, [seed], signal)) { events.push(event); listen(event); }
  } finally {
    await engine.close();
  }
  return events;
}

const accuracies = (events: LabEvent[]) => Object.fromEntries(events.flatMap(event => event.kind === 'condition' ? [[event.condition, event.accuracy]] : []));

/** The whole experiment in a second, too small to show anything but its course. */
const TINY: Settings = { ...PRESETS.paper, batch: 64, hidden: 16, noiseImages: 300, epochs: 1, conditions: [...CONDITIONS] };
async function tinyDigits(): Promise<DigitData> {
  const data = await digits();
  return { ...data, train: { ...data.train, count: 6000, labels: data.train.labels.subarray(0, 6000) }, test: { ...data.test, count: 200, labels: data.test.labels.subarray(0, 200) } };
}

test('a student learns digits from noise by auxiliary logits, if and only if it starts as its teacher did', async () => {
  const settings: Settings = { ...PRESETS.stronger, epochs: 2, noiseImages: 40_000, auxiliaryLogits: 20, conditions: ['teacher', 'aux-shared', 'aux-other'], oneStep: false };
  const reached = accuracies(await run(await digits(), settings, 1));
  assert.ok(reached.teacher > 0.9, `teacher ${reached.teacher}`);
  assert.ok(reached['aux-shared'] > 0.5, `shared start ${reached['aux-shared']}`);
  assert.ok(reached['aux-other'] < 0.3, `other start ${reached['aux-other']}`);
});

test('one gradient step moves a student with the same start towards its teacher, on three seeds of three', async () => {
  const data = await digits();
  for (let seed = 1; seed <= 3; seed++) {
    const steps = (await run(data, { ...PRESETS['one-step'], conditions: [] }, seed)).flatMap(event => event.kind === 'step' ? [event.step] : []);
    assert.deepEqual(steps.map(({ initialisation }) => initialisation), ['shared', 'other']);
    const [shared, other] = steps;
    assert.ok(shared.innerProduct > 0 && shared.cosine > 0.01 && shared.lossChange < 0, JSON.stringify(shared));
    assert.ok(Math.abs(other.cosine) < shared.cosine, JSON.stringify(steps));
  }
});

test('every condition runs in order, with a report before training and per epoch, and the same seed gives the same numbers', async () => {
  const data = await tinyDigits(), events = await run(data, TINY, 7);
  assert.deepEqual(events.flatMap(event => event.kind === 'condition' ? [event.condition] : []), CONDITIONS);
  const standings = events.flatMap(event => event.kind === 'report' ? [event.standing] : []);
  const of = (id: string) => standings.filter(({ condition }) => condition === id);
  assert.deepEqual([of('teacher').length, of('aux-shared').length], [1 + epochsOver(6000, 1), 2], 'before training, then once per epoch');
  assert.deepEqual(of('aux-shared').map(({ step, steps, loss }) => [step, steps, loss === null]), [[0, 5, true], [5, 5, false]]);
  for (const { loss, accuracy } of standings) assert.ok((loss ?? 0) > -1e-4 && accuracy >= 0 && accuracy <= 1, `${loss} ${accuracy}`);
  assert.deepEqual(await run(data, TINY, 7), events);
  assert.notDeepEqual(await run(data, TINY, 8), events);
});

test('a stop ends a run soon, and what was finished stays', async () => {
  const stop = new AbortController(), builder = new SummaryBuilder();
  let stoppedMs = 0;
  await assert.rejects(run(await tinyDigits(), TINY, 7, stop.signal, event => {
    builder.add(event);
    if (event.kind === 'condition' && event.condition === 'aux-shared') { stoppedMs = performance.now(); stop.abort(new Error('enough')); }
  }), /enough/);
  assert.ok(performance.now() - stoppedMs < 2000, 'a busy machine may take longer than the 0.1 s of one run, not longer than this');
  assert.deepEqual(builder.summary().conditions.map(({ id }) => id), ['teacher', 'aux-shared']);
});

test('smaller sets of digits are gone over as often as shows as many images', () => {
  assert.deepEqual([epochsOver(60_000, 5), epochsOver(8000, 5), epochsOver(100_000, 5)], [5, 38, 5]);
});

test('mean and spread over seeds', () => {
  assert.deepEqual(meanAndSd([1, 2, 3]), { mean: 2, sd: 1 });
  assert.deepEqual(meanAndSd([0.5]), { mean: 0.5, sd: 0 });
});
