import path from 'node:path';
import { parseArgs } from 'node:util';
import { enrolFile } from '../core/audit/enrol-file';
import { openSource } from '../core/bytes/open';
import { PARTS } from '../core/curate/config-reader';
import { saveTeacher } from '../core/curate/teachers';
import { findTeachers, TEACHERS_FOLDER, teacherPath } from '../core/enrol/teachers-folder';
import { teacherLines } from '../core/enrol/words';
import { openScorer } from '../core/fingerprint/open-scorer';
import { CHANNELS } from '../core/protocol/nouns';
import { familyOfName } from '../core/verdict/declared';
import { EXIT, UsageError } from './exit-codes';
import { oneOf } from './options';

const SPEC = {
  name: { type: 'string' }, reference: { type: 'string' }, out: { type: 'string' }, field: { type: 'string' }, prompt: { type: 'string' },
  channel: { type: 'string' }, part: { type: 'string' }, models: { type: 'string' }, quiet: { type: 'boolean', default: false },
} as const;

/** `undertone enrol`: learns a teacher, or a base's neutral output, from a dataset of known origin and writes its file. */
export async function enrolCommand(args: string[], signal: AbortSignal): Promise<number> {
  const { values, dataset, name } = readArguments(args);
  const sample = { field: values.field, prompt: values.prompt, channel: oneOf('--channel', values.channel, CHANNELS), part: oneOf('--part', values.part, PARTS) };
  const models = values.models ?? path.join(__dirname, 'models'), teachers = await findTeachers(dataset);
  const file = values.out ?? teacherPath(teachers ?? TEACHERS_FOLDER, name);
  const request = { name, family: familyOfName(name), dataset: path.basename(dataset), base: values.reference };
  const scorer = await openScorer(models), source = await openSource(dataset);
  try {
    const teacher = await enrolFile({ source, scorer, models, teachers, sample, request, signal });
    await saveTeacher(file, teacher);
    process.stdout.write(`${[...teacherLines(teacher), `Written to ${file}; commit it to share it. Audits of files beside it use it.`].join('\n')}\n`);
    return EXIT.clean;
  } finally {
    await source.close();
    await scorer.close();
  }
}

function readArguments(args: string[]) {
  const { values, positionals } = parse(args);
  const [dataset, ...others] = positionals;
  if (dataset === undefined || others.length) throw new UsageError('Name one dataset to enrol from.');
  if (values.name === undefined) throw new UsageError('Name the teacher with --name.');
  return { values, dataset, name: values.name };
}

function parse(args: string[]) {
  try {
    return parseArgs({ args, options: SPEC, allowPositionals: true });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}
