import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { EnrolledTeacher } from '../enrol/teacher';
import { teacherJson } from '../enrol/teacher-file';
import { WriteProblem, writeNewFile } from './new-file';

/** Writes the file of an enrolled teacher, its folder with it; whole or not at all, and never over another. Rejects with WriteProblem. */
export async function saveTeacher(file: string, teacher: EnrolledTeacher): Promise<void> {
  await mkdir(dirname(file), { recursive: true }).catch((error: unknown) => {
    throw new WriteProblem(dirname(file), error instanceof Error ? error.message : String(error), 'Choose a folder that you may write to.', error);
  });
  await writeNewFile(file, [teacherJson(teacher)]);
}
