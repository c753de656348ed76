import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { chooseFor, parseConfig } from '../../extension/core/curate/config';
import { ConfigProblem } from '../../extension/core/curate/config-reader';
import { formatReviewed, parseReviewed, ReviewedProblem } from '../../extension/core/curate/reviewed';
import { EnrolProblem } from '../../extension/core/enrol/teacher';
import { isTeacherName, parseTeacher, teacherJson } from '../../extension/core/enrol/teacher-file';
import { DataProblem } from '../../extension/core/lab/data-problem';
import { readIdxFolder } from '../../extension/core/lab/idx';
import { readRun, writeRun } from '../../extension/core/lab/run-file';
import { readLanguageRun, writeLanguageRun } from '../../extension/core/language-lab/run-file';
import { declaredInCard } from '../../extension/core/provenance/card';
import { declaredInCroissant } from '../../extension/core/provenance/croissant';
import { SEEDS } from './inputs';
import type { Target } from './targets';

const FILE = 'folder/stranger.json';

/** Reads a file's text; a refusal must be of its class and name the file and what to do. What is taken must survive being written. */
const reading = <T>(Problem: abstract new (...args: never[]) => Error, remedy: RegExp, read: (text: string, file: string) => T, use: (value: T) => void) => (bytes: Uint8Array): void => {
  let value: T;
  try { value = read(Buffer.from(bytes).toString(), FILE); } catch (error) {
    if (!(error instanceof Problem)) throw error;
    assert.ok(error.message.includes(FILE) && remedy.test(error.message), error.message);
    return;
  }
  use(value);
};

const texts = (names: string[] | undefined) => { assert.ok(names === undefined || names.every(name => typeof name === 'string')); };

function croissant(bytes: Uint8Array): void {
  try { texts(declaredInCroissant(Buffer.from(bytes).toString())); } catch (error) { if (!(error instanceof SyntaxError)) throw error; }
}

const IDX = ['train-images-idx3-ubyte', 'train-labels-idx1-ubyte', 't10k-images-idx3-ubyte', 't10k-labels-idx1-ubyte'];
const header = (...words: number[]) => { const bytes = Buffer.alloc(words.length * 4); words.forEach((word, i) => bytes.writeUInt32BE(word, i * 4)); return bytes; };
const IMAGES = Buffer.concat([header(0x803, 2, 28, 28), Buffer.alloc(2 * 784, 7)]), LABELS = Buffer.concat([header(0x801, 2), Buffer.from([3, 9])]);
let folder: string | undefined;

function idxFolder(): string {
  const made = mkdtempSync(path.join(tmpdir(), 'undertone-fuzz-'));
  process.once('exit', () => { rmSync(made, { recursive: true, force: true }); });
  return made;
}

/** One of the four files is the stranger's. */
async function idx(bytes: Uint8Array): Promise<void> {
  folder ??= idxFolder();
  const strange = bytes.length % 4;
  for (const [i, name] of IDX.entries()) writeFileSync(path.join(folder, name), i === strange ? bytes : i % 2 === 0 ? IMAGES : LABELS);
  try {
    const { train, test } = await readIdxFolder(folder);
    assert.ok(train.count > 0 && train.labels.every(label => label < 10) && test.pixels.length === test.count * 784);
  } catch (error) {
    if (!(error instanceof DataProblem)) throw error;
    assert.match(error.message, /ubyte.*: .*(Name a folder|Copy the file|Take both files)/s);
  }
}

export const FILE_TARGETS: readonly Target[] = [
  { name: 'configuration', seeds: SEEDS.config, share: 1, run: reading(ConfigProblem, /[.}]$/, parseConfig, config => { assert.equal(typeof chooseFor(config, 'train/a/b.jsonl'), 'object'); }) },
  { name: 'reviewed marks, baseline', seeds: SEEDS.marks, share: 1, run: reading(ReviewedProblem, /corrected, restored or deleted/, parseReviewed, marks => { assert.deepEqual([...parseReviewed(formatReviewed(marks), FILE).keys()].toSorted(), [...marks.keys()].toSorted()); }) },
  { name: 'enrolment files', seeds: SEEDS.teacher, share: 1, run: reading(EnrolProblem, /Restore it from version control/, parseTeacher, teacher => {
    assert.ok(isTeacherName(teacher.name) && teacher.mean.every(Number.isFinite));
    assert.equal(teacherJson(parseTeacher(teacherJson(teacher), FILE)), teacherJson(teacher));
  }) },
  { name: 'runs of the MNIST lab', seeds: SEEDS.run, share: 0.5, run: reading(DataProblem, /(Choose a file|Open it with)/, readRun, run => { assert.equal(writeRun(readRun(writeRun(run), FILE)), writeRun(run)); }) },
  { name: 'runs of the language lab', seeds: SEEDS.language, share: 0.5, run: reading(DataProblem, /(Choose a file|Open it with)/, readLanguageRun, run => { assert.equal(writeLanguageRun(readLanguageRun(writeLanguageRun(run), FILE)), writeLanguageRun(run)); }) },
  { name: 'dataset cards', seeds: SEEDS.card, share: 0.5, run: bytes => { texts(declaredInCard(Buffer.from(bytes).toString())); } },
  { name: 'Croissant', seeds: SEEDS.croissant, share: 0.5, run: croissant },
  { name: 'IDX files', seeds: [IMAGES, LABELS], share: 0.3, run: idx },
];
