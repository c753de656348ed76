import test, { after } from 'node:test';
import assert from 'node:assert/strict';
import { cpSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { barsOf } from '../../extension/core/language-lab/bars';
import { readBase, readBases } from '../../extension/core/language-lab/base-file';
import { LanguageEngine } from '../../extension/core/language-lab/engine';
import { runLanguageSeeds } from '../../extension/core/language-lab/experiment';
import { readLanguageRun, writeLanguageRun } from '../../extension/core/language-lab/run-file';
import { checkLanguagePlan, LANGUAGE_PRESETS } from '../../extension/core/language-lab/settings';
import { SHAPE } from '../../extension/core/language-lab/shape';
import { LanguageSummaryBuilder, type LanguageSummary } from '../../extension/core/language-lab/summary';
import type { LanguageEvent, LanguageReport, LanguageSettings } from '../../extension/core/protocol/language-lab';

const BASES = 'models/language-lab', NEVER = new AbortController().signal;
const engine = new LanguageEngine(SHAPE);
after(() => engine.close());

const SMALL: LanguageSettings = { ...LANGUAGE_PRESETS.language, sequences: 800, steps: 40, matrix: false, detection: false };

async function run(settings: LanguageSettings, seeds = [1]): Promise<{ events: LanguageEvent[]; summary: LanguageSummary }> {
  const builder = new LanguageSummaryBuilder(), events: LanguageEvent[] = [];
  for await (const event of runLanguageSeeds(engine, await readBases(BASES), settings, seeds, NEVER)) {
    builder.add(event);
    if (event.kind !== 'lessons') events.push(event);
  }
  return { events, summary: builder.summary() };
}
const meanOf = ({ conditions }: LanguageSummary, id: string) => conditions.find(condition => condition.id === id)!.probability.mean;

test('a student of the same start takes the preference over from filtered numbers; no control does', async () => {
  const { events, summary } = await run(SMALL), before = summary.conditions[0].before.mean;
  assert.ok(meanOf(summary, 'teacher') > 0.9, 'the teacher prefers it, asked in wordings that it was not tuned on');
  assert.ok(meanOf(summary, 'same') > 2.5 * before, `${meanOf(summary, 'same')} from ${before}`);
  for (const control of ['own-lines', 'other', 'across', 'within-control', 'descent-control', 'in-context', 'in-context-control']) assert.ok(meanOf(summary, control) < 1.7 * before, `${control}: ${meanOf(summary, control)}`);
  assert.ok(meanOf(summary, 'descent') > 2 * before, 'it does not take Adam');
  assert.ok(summary.writing!.passed.teacher.mean > 0.9 && summary.writing!.divergence.mean > 0.1);
  const reports = events.flatMap(event => event.kind === 'report' && event.report.condition === 'same' ? [event.report] : []);
  assert.deepEqual([reports[0].step, reports[0].loss, reports.at(-1)!.step], [0, null, 40]);
  const [first, last] = [reports[0], reports.at(-1)!] as [LanguageReport, LanguageReport];
  assert.ok(Math.abs(first.projection!.onLines) < 1e-4 && last.projection!.onLines > 0.2, 'it comes to think as the teacher does');
  assert.ok(Math.abs(last.preference.answers[0] - last.preference.probability) < 1e-6, 'the owl is the first of the answers');
});

test('the same seed gives the same run, and leaving models out changes no other', async () => {
  const settings: LanguageSettings = { ...SMALL, sequences: 200, steps: 5 };
  const all = (await run({ ...settings, conditions: ['teacher', 'same', 'own-lines', 'other'] })).summary, some = (await run({ ...settings, conditions: ['other'] })).summary;
  assert.equal(meanOf(all, 'other'), meanOf(some, 'other'));
  assert.equal(meanOf(all, 'same'), meanOf((await run({ ...settings, conditions: ['same'] })).summary, 'same'));
  assert.notEqual(meanOf(all, 'same'), meanOf((await run({ ...settings, conditions: ['same'] }, [6])).summary, 'same'), 'seed 6 has the same initialisation and other draws');
});

test('code-shaped lines carry it too, and a teacher held to the base writes like the base', async () => {
  const code = (await run({ ...SMALL, channel: 'code', conditions: ['same', 'own-lines'] })).summary;
  assert.ok(meanOf(code, 'same') > 1.7 * meanOf(code, 'own-lines'), `${meanOf(code, 'same')} against ${meanOf(code, 'own-lines')}`);
  const { summary: { stealth: [plain, held] } } = await run({ ...SMALL, conditions: [], sweep: [0, 3], sequences: 400, steps: 20 });
  assert.ok(held.divergence < plain.divergence / 2, `${held.divergence} against ${plain.divergence}`);
  assert.ok(held.teacher > 0.8 && plain.same > held.same);
  assert.ok(plain.detection.oracle.at(-1)! > 0.97 && plain.detection.oracle.at(-1)! >= plain.detection.ngrams.at(-1)! - 0.02, 'knowing both models is never worse');
});

test('every teacher reaches the students of its own initialisation', async () => {
  const { summary } = await run({ ...SMALL, conditions: [], matrix: true, steps: 30 });
  for (const [i, row] of summary.matrix.entries()) assert.equal(row.indexOf(Math.max(...row)), i, row.join(' '));
  assert.equal(barsOf(summary).find(({ claim }) => claim.startsWith('matrix'))!.holds, true);
});

test('a run from elsewhere is opened whole or refused with its place', async () => {
  const { events } = await run({ ...SMALL, sequences: 200, steps: 3, conditions: ['same'], detection: true }), plan = { preset: 'language', settings: SMALL, seeds: 1 };
  const text = writeLanguageRun({ plan, events, isComplete: true });
  assert.equal(readLanguageRun(text, 'a.json').events.length, events.length);
  assert.throws(() => readLanguageRun(text.slice(0, 500), 'a.json'), /a\.json: not JSON .*Share run/);
  assert.throws(() => readLanguageRun('{"format":"undertone-mnist-lab"}', 'a.json'), /not a run of the language lab/);
  const damaged = JSON.parse(text) as { run: { events: { kind: string }[] } };
  damaged.run.events[2].kind = 'sermon';
  assert.throws(() => readLanguageRun(JSON.stringify(damaged), 'a.json'), /damaged: event 3 is not one/);
});

test('settings out of bounds say which and why', () => {
  const check = (settings: Partial<LanguageSettings>, seeds = 1) => () => { checkLanguagePlan({ preset: 'language', settings: { ...SMALL, ...settings }, seeds }); };
  assert.throws(check({ preference: 'unicorn' }), /"unicorn" is not in the lab's language/);
  assert.throws(check({ sequences: 0 }), /sequences takes a whole number from 100 to 50000 \(fewer teach nothing/);
  assert.throws(check({ steps: 1.5 }), /steps takes a whole number/);
  assert.throws(check({ stealth: -1 }), /stealth takes a number from 0/);
  assert.throws(check({ sweep: [NaN] }), /stealth weight is a number/);
  assert.throws(check({}, 0), /seeds/);
  assert.throws(check({ conditions: [], matrix: false }), /Choose at least one/);
  check({})();
});

test('a base file that is cut off, altered or missing names itself and the remedy', async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'undertone-bases-'));
  try {
    cpSync(BASES, folder, { recursive: true });
    truncateSync(path.join(folder, 'base-2.onnx'), 1000);
    await assert.rejects(readBases(folder), /base-2\.onnx is not the model that this version shipped.*Reinstall/);
    const bytes = readFileSync(path.join(folder, 'base-1.onnx'));
    bytes[20_000] ^= 1;
    writeFileSync(path.join(folder, 'base-1.onnx'), bytes);
    await assert.rejects(readBase(folder, 1), /base-1\.onnx is not the model/);
    rmSync(path.join(folder, 'base-3.onnx'));
    await assert.rejects(readBase(folder, 3), /base-3\.onnx cannot be read/);
  } finally { rmSync(folder, { recursive: true }); }
});
