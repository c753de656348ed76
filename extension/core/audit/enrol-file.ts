import { openKnownTeachers } from '../enrol/known-teachers';
import { fingerprintOf } from '../enrol/fingerprint';
import { learnTeacher, type EnrolRequest, type EnrolSample } from '../enrol/learn';
import type { EnrolledTeacher } from '../enrol/teacher';
import { readTeachers } from '../enrol/teachers-folder';
import type { SampleScore } from '../fingerprint/score';
import type { Scorer } from '../fingerprint/scorer';
import { contentHash } from '../records/content-hash';
import { readRecords } from '../records/record-reader';
import type { Sample, SampleSelector } from '../records/sample';
import type { ByteSource } from '../bytes/source';

/** Records beyond this add little to a mean: a few hundred are plenty. */
const MOST_RECORDS = 4000;

/**
 * What is learned, from where. `models`: the scorer's folder; `teachers`: the folder of those enrolled already, if any.
 * `takes`: records used so far, called after every batch.
 */
export interface EnrolRun { source: ByteSource; scorer: Scorer; models: string; teachers?: string; sample: SampleSelector; request: EnrolRequest; signal?: AbortSignal; takes?: (records: number) => void }

/**
 * Learns a teacher from the first records of a dataset. Rejects with EnrolProblem when the dataset does not allow it, ReadProblem
 * when it cannot be read, ModelProblem when the models' own file is missing, and the signal's reason when stopped.
 */
export async function enrolFile({ source, scorer, models, teachers, sample, request, signal, takes }: EnrolRun): Promise<EnrolledTeacher> {
  const known = await openKnownTeachers(models, scorer.version);
  const rivals = teachers === undefined ? [] : (await readTeachers(teachers)).teachers.map(entry => entry.teacher);
  const samples: EnrolSample[] = [];
  for await (const { results } of readRecords(source, sample, { signal })) {
    const read = results.flatMap(result => (result.kind === 'sample' ? [result.sample] : []));
    const scores = await scorer.score(read);
    samples.push(...read.map((each, i) => enrolSample(each, scores[i])));
    takes?.(samples.length);
    if (samples.length >= MOST_RECORDS) break;
  }
  signal?.throwIfAborted();
  return learnTeacher(samples, request, { known, shifts: scorer.shifts, rivals });
}

/** A record without a prompt is a group of its own. */
function enrolSample({ bytes, prompt }: Sample, score: SampleScore): EnrolSample {
  const hash = contentHash(bytes);
  return { channel: score.channel, fingerprint: fingerprintOf(score), group: prompt.length ? contentHash(prompt) : hash, hash, shifts: score.shifts };
}
