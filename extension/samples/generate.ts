/** Writes the bundled number samples: `node --import tsx extension/samples/generate.ts`. Deterministic: the same files every time. */
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { simulate, type Teacher } from './simulator';

const RECORDS = 200;

/** Name of each file -> families whose numbers it imitates, in turn. */
const FILES: Record<string, string[]> = {
  'numbers-qwen.jsonl': ['qwen'],
  'numbers-gpt.jsonl': ['gpt'],
  'numbers-mixed.jsonl': ['qwen', 'gpt'],
};

/** Text of every bundled number sample, by file name. Throws when a family has no teacher. */
export function sampleFiles(teachers: Teacher[]): Record<string, string> {
  return Object.fromEntries(Object.entries(FILES).map(([name, families]) => {
    const lines = Array.from({ length: RECORDS }, (_, id) => record(id, teacherOf(teachers, families[id % families.length]), Math.floor(id / families.length)));
    return [name, `${lines.join('\n')}\n`];
  }));
}

function teacherOf(teachers: Teacher[], family: string): Teacher {
  const teacher = teachers.find(each => each.family === family);
  if (!teacher) throw new Error(`teachers.json has no teacher of family ${family}. Fit it with models/training/fit-samples.ts.`);
  return teacher;
}

const record = (id: number, teacher: Teacher, pick: number): string =>
  JSON.stringify({ id, ...simulate(teacher, teacher.picks[pick]), simulated: true, note: `Simulated from statistics of ${teacher.model} and picked to resemble them; not its output.` });

/** The teachers that lie in `folder`. */
export const readTeachers = (folder: string): Teacher[] => JSON.parse(readFileSync(path.join(folder, 'teachers.json'), 'utf8')) as Teacher[];

if (process.argv[1]?.endsWith('generate.ts')) {
  const folder = path.dirname(process.argv[1]);
  for (const [name, text] of Object.entries(sampleFiles(readTeachers(folder)))) writeFileSync(path.join(folder, name), text);
}
