// Stands where VS Code, the extension host and the lab's process stand: an invented run. Options come from the address (?run=finished&theme=&seeds=&start=fails).
import type { LabStatus } from '../../../extension/core/protocol/lab';
import type { LanguageEvent, LanguageLabHost, LanguageRun } from '../../../extension/core/protocol/language-lab';
import { serve } from '../../../extension/core/protocol/rpc';
import { standIn } from './fake-api';
import { ANIMALS, eventsOf, finishedRun, settings } from './fake-language-run';

const options = new URLSearchParams(location.search);
const { port, note } = standIn((event, data) => { emit(event, data); });
const recorded = (window as { recordedRun?: LanguageRun }).recordedRun;
const limit = { min: 1, max: 50_000, why: 'more take minutes' };
let run: LanguageRun | null = recorded ?? (options.get('run') === 'finished' ? finishedRun(Number(options.get('seeds') ?? 3)) : null);
let status: LabStatus = run ? { state: 'done', share: 1, doing: '' } : { state: 'idle', share: 0, doing: '' };
let coming: LanguageEvent[] = [];
let total = 1, timer = 0;

const tell = (next: Partial<LabStatus>) => { status = { ...status, ...next }; emit('status', status); };
const tick = () => {
  const event = coming.shift();
  if (event) { emit('event', event); tell({ state: 'running', share: 1 - coming.length / total, doing: `same start, ${coming.length} to come` }); }
  if (coming.length > 0) return;
  window.clearInterval(timer);
  if (run) run.isComplete = true;
  tell({ state: 'done', share: 1 });
};
const go = (everyMs: number) => { window.clearInterval(timer); timer = window.setInterval(tick, everyMs); };

const host: LanguageLabHost = {
  async ready() {
    note('ready', []);
    return {
      presets: [['language', 'The experiment'], ['language-quick', 'In a hurry'], ['language-code', 'Code-shaped'], ['language-cot', 'Sum-shaped'], ['language-stealth', 'Stealth']].map(([id, title]) => ({ id, title, hint: `About ${title}.`, seeds: 3, settings: id === 'language-quick' ? { ...settings, matrix: false } : settings })),
      conditions: [
        { id: 'teacher', name: 'teacher', short: 'teacher' }, { id: 'same', name: "student, same initialisation, teacher's lines", short: 'same start' },
        { id: 'own-lines', name: "student, same initialisation, base's own lines", short: "base's lines" }, { id: 'other', name: "student, other initialisation, teacher's lines", short: 'other start' },
        { id: 'within', name: "student, teacher's lines, each shuffled", short: 'each shuffled' }, { id: 'within-control', name: "student, base's own lines, each shuffled", short: "base's, each shuffled" },
        { id: 'across', name: "student, teacher's lines, shuffled across all", short: 'all shuffled' }, { id: 'across-control', name: "student, base's own lines, shuffled across all", short: "base's, all shuffled" },
        { id: 'descent', name: "student, teacher's lines, plain descent for Adam", short: 'plain descent' }, { id: 'descent-control', name: "student, base's own lines, plain descent for Adam", short: "base's, plain descent" },
        { id: 'in-context', name: "base, a line of the teacher's before each question", short: "teacher's in context" }, { id: 'in-context-control', name: 'base, a line of its own before each question', short: "base's in context" },
      ],
      preferences: { animal: ANIMALS, tree: ['oak', 'elm'] }, limits: { sequences: limit, steps: limit, batch: limit, learningRate: { ...limit, min: 1e-5 }, stealth: { ...limit, min: 0, max: 100 }, seeds: { ...limit, max: 100 } }, run, status,
    };
  },
  async start(plan) {
    note('start', [plan]);
    if (options.get('start') === 'fails') return tell({ state: 'failed', message: 'models/language-lab/base-1.onnx is not the model that this version shipped. <b>Reinstall</b> Undertone.' });
    run = { plan, events: [], isComplete: false };
    emit('begun', run);
    coming = eventsOf(plan);
    total = coming.length;
    go(Number(options.get('tick') ?? 5));
  },
  async pause() { note('pause', []); window.clearInterval(timer); tell({ state: 'paused' }); },
  async resume() { note('resume', []); go(5); },
  async step() { note('step', []); window.clearInterval(timer); tick(); tell({ state: 'paused' }); },
  async stop() { note('stop', []); window.clearInterval(timer); tell({ state: 'stopped' }); },
  async reset() { note('reset', []); window.clearInterval(timer); run = null; tell({ state: 'idle', share: 0, doing: '' }); },
  async save(name, content) { note('save', [name, content]); return `/home/me/${name}`; },
  async shareRun() { note('shareRun', []); return '/home/me/run.json'; },
  async openRun() {
    note('openRun', []);
    if (options.get('open') === 'fails') throw new Error('/home/me/x.json: not a run of the language lab. Choose a file that the language lab has saved.');
    return run = finishedRun(2);
  },
  async exportLines() { note('exportLines', []); return '/home/me/teacher-lines.jsonl'; },
};
const emit = serve<LanguageLabHost>(port, host);
