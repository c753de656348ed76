import { lstat, open, readdir } from 'node:fs/promises';
import path from 'node:path';
import type { Problem } from '../protocol/nouns';
import { EnrolProblem, type EnrolledTeacher } from './teacher';
import { isTeacherName, MOST_BYTES, parseTeacher } from './teacher-file';

/** Where a workspace keeps its enrolled teachers, relative to its folder. */
export const TEACHERS_FOLDER = path.join('.undertone', 'teachers');
const ENDING = '.json';
/** Most files of a folder that are read. */
const MOST_FILES = 64;

/** A teacher and the file that it came from. */
export interface TeacherFile { file: string; teacher: EnrolledTeacher }

/** The teachers of a folder in order of file name, and the files that cannot be used; an absent folder has neither. */
export async function readTeachers(folder: string): Promise<{ teachers: TeacherFile[]; problems: Problem[] }> {
  const names = (await readdir(folder).catch(() => [])).filter(name => name.endsWith(ENDING)).sort();
  const teachers: TeacherFile[] = [], problems: Problem[] = [];
  for (const name of names.slice(0, MOST_FILES)) {
    const file = path.join(folder, name);
    try {
      teachers.push({ file, teacher: await readTeacher(file) });
    } catch (error) {
      problems.push(asProblem(error));
    }
  }
  if (names.length > MOST_FILES) problems.push({ code: 'unsupported', message: `${folder} holds ${names.length} teachers; the first ${MOST_FILES} are used.`, remedy: 'Remove those that are no longer needed.' });
  return { teachers, problems };
}

/** The nearest folder of enrolled teachers at or above a data file's folder, or undefined. */
export async function findTeachers(dataPath: string): Promise<string | undefined> {
  for (let folder = path.dirname(path.resolve(dataPath)); ; folder = path.dirname(folder)) {
    const teachers = path.join(folder, TEACHERS_FOLDER);
    if (await lstat(teachers).then(entry => entry.isDirectory(), () => false)) return teachers;
    if (path.dirname(folder) === folder) return undefined;
  }
}

/** Reads one teacher file. Rejects with EnrolProblem. */
export async function readTeacher(file: string): Promise<EnrolledTeacher> {
  const { size, isFile } = await lstat(file).then(stat => ({ size: stat.size, isFile: stat.isFile() })).catch((error: NodeJS.ErrnoException) => { throw unreadable(file, error); });
  if (!isFile) throw new EnrolProblem(`${file} is not a plain file. Delete it, or put the teacher's file in its place.`);
  if (size > MOST_BYTES) throw new EnrolProblem(`${file} cannot be used: it is larger than ${MOST_BYTES / 1000} kB. Restore it from version control, or delete it and enrol the teacher again.`);
  const handle = await open(file).catch((error: NodeJS.ErrnoException) => { throw unreadable(file, error); });
  try {
    return parseTeacher(await handle.readFile('utf8'), file);
  } finally {
    await handle.close();
  }
}

/** File of a teacher of this name. Throws EnrolProblem for a name that cannot be one. */
export function teacherPath(folder: string, name: string): string {
  if (!isTeacherName(name)) throw new EnrolProblem(`"${name}" cannot name a teacher. Use up to 80 letters, digits, spaces, dots, hyphens and underscores, with a letter or digit first.`);
  return path.join(folder, `${name}${ENDING}`);
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
const unreadable = (file: string, error: unknown) => new EnrolProblem(`${file} cannot be read (${messageOf(error)}). Make it readable, or delete it.`);

/** An EnrolProblem's first sentence and the rest. */
function asProblem(error: unknown): Problem {
  const [message, ...remedy] = messageOf(error).split(/(?<=\.) (?=[A-Z])/);
  return { code: 'unreadable', message, remedy: remedy.join(' ') };
}
