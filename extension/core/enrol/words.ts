import type { EnrolledTeacher } from './teacher';

const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;

/** What was learned and how well it tells the teacher apart, one plain sentence each. */
export function teacherLines({ name, channel, dataset, records, rates, neutral }: EnrolledTeacher): string[] {
  const learned = `${name}: ${records} ${channel} records of ${dataset}`;
  if (neutral) {
    return [`${learned}, the neutral output of ${neutral.base}.`,
      `A set of ${neutral.base}'s numbers differs from it from z = ${neutral.z.toFixed(1)} on; ${percent(neutral.falseRate)} of held-out neutral sets do.`];
  }
  return [`${learned}.`, ...rates.map(rate => `Sets of ${rate.records}: ${percent(rate.recognised)} of its own held-out ones are recognised, ${percent(rate.falseRate)} of other known teachers' read as it.`),
    'These rates are of teachers and tasks that could be compared: on a new kind of task, another teacher may read as this one more often.'];
}
