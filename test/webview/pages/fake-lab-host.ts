// Stands where VS Code, the extension host and the lab's process stand: an invented run. Options come from the address (?run=finished&theme=&seeds=&start=fails).
import type { LabRun, LabInfo, MnistLabHost } from '../../../extension/core/protocol/mnist-lab';
import type { LabStatus } from '../../../extension/core/protocol/lab';
import { serve } from '../../../extension/core/protocol/rpc';
import { standIn } from './fake-api';
import { fakeLesson, fakeReport, fakeRun, fakeStep, finishedRun, settings } from './fake-lab-run';

const options = new URLSearchParams(location.search);
const seeds = Number(options.get('seeds') ?? 3);
const recorded = (window as { recordedRun?: LabRun }).recordedRun;
const { port, note } = standIn((event, data) => { emit(event, data); });
const limit = { min: 1, max: 200, why: 'the paper goes to 200' };
const cards = [['paper', 'The paper'], ['stronger', 'Stronger effect'], ['break-it', 'Break it: other initialisation'], ['one-step', 'One step']];
const names: LabInfo['conditions'] = [
  { id: 'teacher', name: 'teacher', short: 'teacher', published: 94.3 },
  { id: 'aux-shared', name: 'student, auxiliary logits, noise, shared start', short: 'same start', published: 53.7 },
  { id: 'aux-other', name: 'student, auxiliary logits, noise, other start', short: 'other start', published: 10 },
  { id: 'all-shared', name: 'student, all logits, noise, shared start', short: 'all logits, same start', published: 91.2 },
  { id: 'all-other', name: 'student, all logits, noise, other start', short: 'all logits, other start', published: 74.1 },
  { id: 'digits-aux-shared', name: 'student, auxiliary logits, real digits, shared start', short: 'digits as inputs' },
];
let run: LabRun | null = recorded ?? (options.get('run') === 'finished' ? finishedRun(seeds) : null);
let status: LabStatus = run ? { state: 'done', share: 1, doing: '' } : { state: 'idle', share: 0, doing: '' };
let going: (() => void)[] = [];
let timer = 0;

const tell = (next: Partial<LabStatus>) => { status = { ...status, ...next }; emit('status', status); };
const tick = () => { going.shift()?.(); if (going.length === 0) finish(); };
const finish = () => { window.clearInterval(timer); if (run) run.isComplete = true; tell({ state: 'done', share: 1 }); };

/** Everything that a run tells, in order. */
function script(of: LabRun): (() => void)[] {
  const total = of.plan.seeds * of.plan.settings.conditions.length * 21;
  let done = 0;
  return Array.from({ length: of.plan.seeds }, (_, i) => i + 1).flatMap(seed => [
    ...of.plan.settings.conditions.flatMap(condition => [
      ...Array.from({ length: 21 }, (_, at) => () => {
        const report = fakeReport(seed, condition, at);
        emit('report', report);
        tell({ state: 'running', share: ++done / total, doing: `seed ${seed} of ${of.plan.seeds}: ${condition}, step ${report.step} of 295` });
      }),
      () => { if (condition === 'teacher') emit('lesson', fakeLesson()); },
    ]),
    () => { if (of.plan.settings.oneStep) (['shared', 'other'] as const).forEach(start => { emit('step', fakeStep(seed, start)); }); },
  ]);
}

const host: MnistLabHost = {
  async ready() {
    note('ready', []);
    return {
      presets: cards.map(([id, title]) => ({ id, title, hint: `About ${title}.`, seeds: 3, settings: id === 'one-step' ? { ...settings, conditions: [] } : settings })), conditions: names, run, status,
      limits: { hidden: { min: 8, max: 1024, why: 'more would not fit the time and memory of a demonstration' }, auxiliaryLogits: limit, epochs: limit, batch: { ...limit, max: 4096 }, learningRate: { ...limit, min: 1e-5, max: 0.1 }, matchEpochs: limit, noiseImages: { ...limit, max: 100_000 }, seeds: limit },
    };
  },
  async start(plan) {
    note('start', [plan]);
    if (options.get('start') === 'fails') return tell({ state: 'failed', message: 'Networks cannot be trained on this machine: <b>no native library</b>. Runs that others shared can still be opened.' });
    run = { ...fakeRun(plan.seeds), plan };
    emit('begun', run);
    going = script(run);
    timer = window.setInterval(tick, Number(options.get('tick') ?? 5));
  },
  async pause() { note('pause', []); window.clearInterval(timer); tell({ state: 'paused' }); },
  async resume() { note('resume', []); timer = window.setInterval(tick, 5); },
  async step() { note('step', []); window.clearInterval(timer); tick(); tell({ state: 'paused' }); },
  async stop() { note('stop', []); window.clearInterval(timer); tell({ state: 'stopped' }); },
  async reset() { note('reset', []); window.clearInterval(timer); run = null; tell({ state: 'idle', share: 0, doing: '' }); },
  async save(name, content) { note('save', [name, content]); return `/home/me/${name}`; },
  async shareRun() { note('shareRun', []); return '/home/me/run.json'; },
  async openRun() {
    note('openRun', []);
    if (options.get('open') === 'fails') throw new Error('/home/me/x.json: not a run of the MNIST lab. Choose a file that the lab has saved.');
    return run = finishedRun(2);
  },
  async detect(plan) { note('detect', [plan]); emit('detection', { bags: [1, 10, 100, 1000], sameTeachers: [0.7, 0.95, 1, 1], newTeachers: [0.52, 0.58, 0.66, 0.75], teachers: { training: 4, test: 4, records: 2000 } }); tell({ state: 'done', share: 1 }); },
  async exportRecords() { note('exportRecords', []); return '/home/me/distillation-records.jsonl'; },
  async chooseData() { note('chooseData', []); return { folder: '/home/me/mnist', description: 'MNIST, 60000 training and 10000 test digits' }; },
  async read(pixels) { note('read', [pixels.length, Math.max(...pixels)]); return names.map(({ id }, i) => ({ condition: id, probabilities: Array.from({ length: 10 }, (_, digit) => digit === (i % 2 ? 3 : 7) ? 0.82 : 0.02) })); },
};
const emit = serve<MnistLabHost>(port, host);
