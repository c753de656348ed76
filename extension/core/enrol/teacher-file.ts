import { EnrolProblem, type EnrolledRate, type EnrolledTeacher, type NeutralReference } from './teacher';

/** Version of the form of teacher files. */
const VERSION = 1;
/** Largest teacher file that is read. */
export const MOST_BYTES = 200_000;
const MOST_NUMBERS = 2000;
const MOST_RATES = 20;
const MOST_TEXT = 300;
const CHANNELS = ['numbers', 'code', 'reasoning'] as const;
/** What a name may be: it becomes a file name and stands in reports. */
const NAME = /^[A-Za-z0-9][A-Za-z0-9._ -]{0,79}$/;

/** True for a name that a teacher may have. */
export const isTeacherName = (name: string): boolean => NAME.test(name) && !name.endsWith('.') && !name.endsWith(' ');

/** The file of a teacher, six digits to a number. */
export function teacherJson(teacher: EnrolledTeacher): string {
  const short = (_key: string, value: unknown): unknown => (typeof value === 'number' ? Number(value.toPrecision(6)) : value);
  return `${JSON.stringify({ undertone: 'teacher', version: VERSION, ...teacher }, short)}\n`;
}

/** Reads a teacher file's text. Throws EnrolProblem naming the file, what is wrong, and the remedy; keys that are not known are ignored. */
export function parseTeacher(text: string, file: string): EnrolledTeacher {
  const reader = new Reader(file);
  if (Buffer.byteLength(text) > MOST_BYTES) throw reader.problem(`it is larger than ${MOST_BYTES / 1000} kB`);
  const json = reader.object(parseJson(text, reader), 'the file');
  if (json.undertone !== 'teacher') throw reader.problem('it is no teacher file');
  if (json.version !== VERSION) throw reader.problem(`its version is ${String(json.version)}; this program reads version ${VERSION}`);
  const name = reader.text(json.name, 'name');
  if (!isTeacherName(name)) throw reader.problem('"name" has characters that a name may not have');
  return {
    name, family: json.family === null ? null : familyOf(reader, json.family), channel: reader.oneOf(json.channel, 'channel', CHANNELS), model: reader.text(json.model, 'model'),
    dataset: reader.text(json.dataset, 'dataset'), records: reader.number(json.records, 'records', 1), mean: reader.list(json.mean, 'mean', MOST_NUMBERS).map((value, i) => reader.number(value, `mean[${i}]`)),
    rates: reader.list(json.rates, 'rates', MOST_RATES).map((rate, i) => rateOf(reader, rate, `rates[${i}]`)), neutral: json.neutral === null ? null : neutralOf(reader, json.neutral),
  };
}

/** It stands in reports, hovers and terminals like a name, so it is held to the same characters. */
function familyOf(reader: Reader, value: unknown): string {
  const family = reader.text(value, 'family');
  if (!isTeacherName(family)) throw reader.problem('"family" has characters that a family may not have');
  return family;
}

function rateOf(reader: Reader, value: unknown, key: string): EnrolledRate {
  const { records, distance, logOdds, recognised, falseRate } = reader.object(value, key);
  return {
    records: reader.number(records, `${key}.records`, 1), distance: reader.number(distance, `${key}.distance`, 0), logOdds: reader.number(logOdds, `${key}.logOdds`, 0),
    recognised: reader.share(recognised, `${key}.recognised`), falseRate: reader.share(falseRate, `${key}.falseRate`),
  };
}

function neutralOf(reader: Reader, value: unknown): NeutralReference {
  const { base, mean, variance, z, falseRate } = reader.object(value, 'neutral');
  return {
    base: reader.text(base, 'neutral.base'), mean: reader.number(mean, 'neutral.mean'), variance: reader.number(variance, 'neutral.variance', 1e-9),
    z: reader.number(z, 'neutral.z', 0), falseRate: reader.share(falseRate, 'neutral.falseRate'),
  };
}

function parseJson(text: string, reader: Reader): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (error) {
    throw reader.problem(`it is not valid JSON (${error instanceof Error ? error.message : String(error)})`);
  }
}

/** Checks values of one file; objects come without a prototype, so that no key can reach one. */
class Reader {
  constructor(private readonly file: string) {}

  problem(what: string): EnrolProblem {
    return new EnrolProblem(`${this.file} cannot be used: ${what}. Restore it from version control, or delete it and enrol the teacher again.`);
  }

  object(value: unknown, key: string): Record<string, unknown> {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) throw this.problem(`"${key}" is not an object`);
    return Object.assign(Object.create(null) as Record<string, unknown>, value);
  }

  text(value: unknown, key: string): string {
    if (typeof value !== 'string' || value === '' || value.length > MOST_TEXT) throw this.problem(`"${key}" is not a text of 1 to ${MOST_TEXT} characters`);
    return value;
  }

  oneOf<T extends string>(value: unknown, key: string, allowed: readonly T[]): T {
    const found = allowed.find(each => each === value);
    if (found === undefined) throw this.problem(`"${key}" is none of ${allowed.join(', ')}`);
    return found;
  }

  list(value: unknown, key: string, most: number): unknown[] {
    if (!Array.isArray(value) || value.length > most) throw this.problem(`"${key}" is not a list of at most ${most} entries`);
    return value;
  }

  number(value: unknown, key: string, least = -Infinity): number {
    if (typeof value !== 'number' || !Number.isFinite(value) || value < least) throw this.problem(`"${key}" is not a number${Number.isFinite(least) ? ` of at least ${least}` : ''}`);
    return value;
  }

  share(value: unknown, key: string): number {
    const share = this.number(value, key, 0);
    if (share > 1) throw this.problem(`"${key}" is not between 0 and 1`);
    return share;
  }
}
