import type { EnrolledTeachers, Recognised } from '../fingerprint/scorer';
import { logOddsOf, nearest, squaredDistance, type Centre } from './compare';
import type { KnownChannel } from './known-teachers';
import type { EnrolledTeacher } from './teacher';

interface Candidate extends Centre { teacher: EnrolledTeacher; model: string }

/** Recognises the enrolled teachers of one channel by the mean fingerprint of a set. */
export class ChannelTeachers implements EnrolledTeachers {
  private readonly candidates: Candidate[];

  /** @param teachers of this channel and of the models that `known` belongs to. */
  constructor(teachers: readonly EnrolledTeacher[], private readonly known: KnownChannel) {
    this.candidates = teachers.filter(teacher => !teacher.neutral)
      .map(teacher => ({ teacher, model: teacher.name, mean: known.whiten(teacher.mean), records: teacher.records }));
  }

  recognise(fingerprintSum: Float64Array, records: number): Recognised | null {
    const set: Centre = { mean: this.known.whiten(fingerprintSum.map(value => value / records)), records };
    const { centre: own, distance } = nearest(set, this.candidates);
    const rate = own?.teacher.rates.filter(each => each.records <= records).at(-1);
    if (!own || !rate || distance > rate.distance) return null;
    const rival = nearest<Centre & { model: string }>(set, [...this.known.teachers, ...this.candidates.filter(each => each !== own)]);
    const logOdds = logOddsOf(squaredDistance(set, own), rival.distance);
    if (logOdds < rate.logOdds) return null;
    const { name, family } = own.teacher;
    const reason = `${records} records lie ${Math.sqrt(distance).toFixed(1)} from the enrolled teacher ${name} (limit ${Math.sqrt(rate.distance).toFixed(1)}), the next known teacher (${rival.centre?.model ?? 'none'}) ${Math.sqrt(rival.distance).toFixed(1)}. `
      + `Measured on sets of ${rate.records}: ${percent(rate.recognised)} of its own were recognised, ${percent(rate.falseRate)} of others' read as it. Another teacher on the same new task, never compared, may read as it more often.`;
    return { name, family, logOdds: Math.min(logOdds, Math.log((1 - rate.falseRate) / rate.falseRate)), falseRate: rate.falseRate, reason };
  }
}

const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;
