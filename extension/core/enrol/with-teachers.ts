import type { ShiftModel } from '../fingerprint/number-model';
import type { Channels, NamedChannel, Scorer } from '../fingerprint/scorer';
import type { Problem } from '../protocol/nouns';
import type { KnownTeachers } from './known-teachers';
import { ChannelTeachers } from './recognise';
import type { EnrolledTeacher, NeutralReference } from './teacher';
import { readTeachers, type TeacherFile } from './teachers-folder';

/** A neutral set of the user's own replaces the built-in reference from this many records on. */
const LEAST_RECORDS = 50;

/**
 * The scorer with what is known of its models' teachers, and with the teachers of a folder beside them. Teachers of other models and files that
 * cannot be used become `problems`.
 */
export async function withTeachers(scorer: Scorer, known: KnownTeachers, folder: string | undefined): Promise<Scorer> {
  const { teachers, problems } = folder === undefined ? { teachers: [], problems: [] } : await readTeachers(folder);
  const usable = teachers.filter(({ teacher }) => fits(teacher, known));
  const unfit = teachers.filter(({ teacher }) => !fits(teacher, known)).map(otherModel);
  const own = usable.map(({ teacher }) => teacher);
  return extended(scorer, { channels: withChannels(scorer.channels, own, known), shifts: scorer.shifts.map(shift => withNeutral(shift, own)), problems: [...problems, ...unfit] });
}

const fits = (teacher: EnrolledTeacher, known: KnownTeachers) =>
  teacher.model === known[teacher.channel].model && teacher.mean.length === known[teacher.channel].size;

const otherModel = ({ file, teacher }: TeacherFile): Problem => ({
  code: 'unsupported', message: `${file}: ${teacher.name} was enrolled with other models than these, so it is not used.`, remedy: `Enrol it again from ${teacher.dataset}, or delete the file.`,
});

function withChannels(channels: Channels, teachers: readonly EnrolledTeacher[], known: KnownTeachers): Channels {
  const extend = (channel: NamedChannel) => {
    const own = teachers.filter(teacher => teacher.channel === channel && !teacher.neutral);
    return { ...channels[channel], known: known[channel], ...(own.length ? { enrolled: new ChannelTeachers(own, known[channel]) } : {}) };
  };
  return { numbers: extend('numbers'), code: extend('code'), reasoning: extend('reasoning') };
}

/** The shift model of a base with the user's neutral output in place of the built-in one. */
function withNeutral(shift: ShiftModel, teachers: readonly EnrolledTeacher[]): ShiftModel {
  const teacher = teachers.find(each => each.neutral?.base === shift.model);
  return teacher?.neutral ? { ...shift, singleSource: false, integers: replaced(shift.integers, teacher.neutral, teacher.records) } : shift;
}

function replaced(head: ShiftModel['integers'], { mean, variance, z, falseRate }: NeutralReference, records: number): ShiftModel['integers'] {
  const thresholds = head.thresholds.filter(each => each.records >= LEAST_RECORDS).map(each => ({ ...each, z, falseRate }));
  return { ...head, mean, variance, between: variance / records, thresholds };
}

/** The scorer with some of its knowledge replaced; what it does stays the same. */
const extended = (scorer: Scorer, knowledge: Partial<Pick<Scorer, 'channels' | 'shifts' | 'problems'>>): Scorer => ({
  version: scorer.version, channels: scorer.channels, shifts: scorer.shifts, ...knowledge,
  score: samples => scorer.score(samples), explain: (sample, family) => scorer.explain(sample, family), close: () => scorer.close(),
});
