import { appendFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { ReviewedStore } from '../../extension/core/curate/reviewed';
import { TagStore } from '../../extension/core/curate/tags';
import { writeNewFile } from '../../extension/core/curate/new-file';
import { PRESETS } from '../../extension/core/lab/settings';
import type { RowOrder, Selection } from '../../extension/core/protocol/dataset-view';
import { renderHtml } from '../../extension/core/report/html';
import { renderMarkdown } from '../../extension/core/report/markdown';
import { renderSarif } from '../../extension/core/report/sarif';
import { lineChange } from '../../extension/editor/line-table';
import { contentHashes, scoreUnscored } from '../../extension/editor/scoring';
import { OPTIONS, type OpenDataset, type World } from './world';

/** Something a person does; it resolves when the program has answered, or has been stopped. */
export type Action = (world: World) => Promise<void>;

const MOST_DATASETS = 3, MOST_DOCUMENTS = 2;
/** Longest time until a person loses patience, in ms. */
const PATIENCE_MS = 400;
const FILTERS = ['completion ~ 1', 'prompt = x', 'teacher = qwen', 'score > 0.9', 'length > 100 AND NOT completion ~ /7+/', 'completion IS MISSING', 'tag = odd', 'completion ='];
const ORDERS: (RowOrder | null)[] = [null, { column: '.prompt', isDescending: false }, { column: '#score', isDescending: true }, { column: '#line', isDescending: true }];
const PLAN = { preset: 'paper', seeds: 1, dataFolder: null, settings: { ...PRESETS.paper, hidden: 32, noiseImages: 3000, epochs: 2 } };

/** What a stopped or refused piece of work says; anything else is a fault of the program. */
const EXPECTED = /cancelled|stopped|was closed|exists and is never|ends too early|filter|unexpected|there is no|has no|known field|too few|Too few|needs|cannot be told|already|was stopped|not in this file|different texts|looks like a mixture|can be scored as one kind/i;

const patiently = async (work: Promise<unknown>): Promise<void> => {
  await work.catch((error: unknown) => { if (!(error instanceof Error) || !EXPECTED.test(error.message)) throw error; });
};

/** A signal of a person who loses patience half of the time. */
const patience = ({ random }: World): AbortSignal | undefined => (random() < 0.5 ? AbortSignal.timeout(Math.ceil(random() * PATIENCE_MS)) : undefined);

/** Acts on a dataset that is open; opens one first where none is. */
const inDataset = (act: (world: World, dataset: OpenDataset) => Promise<unknown>): Action => async world => {
  if (world.datasets.length === 0) await world.openDataset(world.pick(world.files) ?? '');
  const dataset = world.pick(world.datasets);
  if (dataset) await patiently(act(world, dataset));
};

const selection = (world: World): Selection => ({ where: world.random() < 0.7 ? world.pick(FILTERS) ?? '' : '', find: world.random() < 0.2 ? { text: '1', regex: false, matchCase: false } : null, order: world.pick(ORDERS) ?? null });

/** A new file beside the data, gone afterwards. */
async function toNewFile(world: World, ending: string, write: (file: string) => Promise<unknown>): Promise<void> {
  const file = path.join(world.folder, `out-${world.below(1e9)}.${ending}`);
  try {
    await write(file);
  } finally {
    rmSync(file, { force: true });
  }
}

async function audit(world: World): Promise<void> {
  const file = world.pick(world.files) ?? '', isShown = world.datasets.some(each => each.file === file);
  world.audit = await world.client.run((job, worker) => worker.auditFile(job, file, OPTIONS, isShown), patience(world), () => undefined, world.takeScores(file));
}

/** An edit, and what the editor does once typing pauses. */
async function type(world: World): Promise<void> {
  if (world.documents.length < MOST_DOCUMENTS && world.random() < 0.5) world.openDocument(world.pick(world.files.filter(file => /(qwen|gpt|code-sample)\.jsonl$/.test(file))) ?? '');
  const document = world.pick(world.documents);
  if (!document) return;
  const { lines, table, file } = document, line = world.below(lines.length), text = `${lines[line].slice(0, -1)},"e":${world.below(1000)}}`;
  lines[line] = text;
  table.apply([lineChange(line, line, text)]);
  const signal = patience(world) ?? new AbortController().signal;
  await scoreUnscored(table, at => lines[at], (records, texts) => world.client.run((job, worker) => worker.scoreLines(job, records, texts, OPTIONS), signal), OPTIONS, { signal, first: () => line, onBatch: () => undefined });
  if (!signal.aborted) world.audit = await world.client.call.judgeLines(file, contentHashes(table), OPTIONS).then(({ audit: judged }) => judged);
}

/** Marks, tags and the baseline, made and taken back. */
async function curate(world: World): Promise<void> {
  const hash = world.below(200).toString(16).padStart(16, '0'), store = new ReviewedStore(world.folder, world.pick(['reviewed', 'baseline'] as const));
  await (world.random() < 0.6 ? store.mark(hash, 'undertone/departure') : store.unmark(hash));
  await new TagStore(world.folder).set(hash, world.random() < 0.5 ? ['odd'] : []);
}

async function report(world: World): Promise<void> {
  const { audit: latest } = world;
  if (!latest) return;
  await toNewFile(world, 'html', file => writeNewFile(file, [renderHtml([latest]), renderMarkdown(latest), renderSarif([latest], { root: world.folder, version: '0' })]));
}

async function train(world: World): Promise<void> {
  const run = world.lab.call.start(PLAN).catch(() => undefined);
  await Promise.race([run, new Promise(resolve => { setTimeout(resolve, PATIENCE_MS * (1 + 4 * world.random())); })]);
  if (world.random() < 0.5) await world.lab.stop(); else world.lab.dispose();
  await run;
}

/** What a person does, and how often beside the rest. */
export const ACTIONS: Record<string, { weight: number; act: Action }> = {
  open: { weight: 3, act: async world => { if (world.datasets.length < MOST_DATASETS) await world.openDataset(world.pick(world.files) ?? ''); } },
  close: { weight: 2, act: world => world.closeDataset(world.pick(world.datasets)) },
  scroll: { weight: 12, act: inDataset((world, { thread }) => { const from = world.below(3000); return thread.call.rows(Array.from({ length: 60 }, (_, i) => from + i)); }) },
  read: { weight: 5, act: inDataset(async (world, { thread }) => { const at = world.below(200); await thread.call.record(at); await thread.call.page(at, 10); await thread.call.text(at, null); }) },
  find: { weight: 4, act: inDataset(async (world, { thread }) => { const found = thread.call.find({ text: world.pick(['7', 'the', '[0-9]+,']) ?? '', regex: world.random() < 0.5, matchCase: false }); if (world.random() < 0.3) await thread.call.cancel(); await found; }) },
  filter: { weight: 6, act: inDataset((world, { thread }) => thread.call.select(selection(world))) },
  group: { weight: 2, act: inDataset((world, { thread }) => (world.random() < 0.5 ? thread.call.profile() : thread.call.group('prompt', ''))) },
  export: { weight: 2, act: inDataset((world, { thread }) => toNewFile(world, world.pick(['jsonl', 'jsonl.gz']) ?? '', file => thread.call.exportSubset(selection(world), file))) },
  grow: { weight: 1, act: inDataset(async (_, { file, thread }) => { if (/odd/.test(file)) { appendFileSync(file, '{"completion":"1, 2"}\n'); await thread.call.refresh(); } }) },
  scoreRows: { weight: 4, act: inDataset(async (world, { thread }) => { const lines = (await thread.call.lines([0, 1, 2, 3])).map(line => line ?? ''); await world.client.run((job, worker) => worker.scoreLines(job, [1, 2, 3, 4], lines, OPTIONS, false)); }) },
  audit: { weight: 8, act: audit },
  compare: { weight: 3, act: world => patiently(world.client.run((job, worker) => worker.compare(job, { path: world.pick(world.files) ?? '', options: OPTIONS }, { path: world.pick(world.files) ?? '', options: OPTIONS }), patience(world))) },
  explain: { weight: 4, act: inDataset(async (world, { thread }) => { const [line] = await thread.call.lines([world.below(5)]); await world.client.call.explainLine(line ?? '', OPTIONS); }) },
  type: { weight: 8, act: type },
  closeText: { weight: 2, act: world => world.closeDocument(world.pick(world.documents)) },
  cleanCopy: { weight: 1, act: world => patiently(toNewFile(world, 'jsonl', file => world.client.run((job, worker) => worker.writeSubset(job, world.pick(world.files) ?? '', OPTIONS, { which: 'clean', rules: ['undertone/content-filter'], path: file }, []), patience(world)))) },
  enrol: { weight: 1, act: world => patiently(world.client.run((job, worker) => worker.enrol(job, world.pick(world.files) ?? '', OPTIONS, world.folder, `teacher ${world.below(1e9)}`), patience(world))) },
  curate: { weight: 4, act: curate },
  report: { weight: 3, act: report },
  train: { weight: 1, act: train },
};
