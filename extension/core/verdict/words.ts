import { discoveriesAmong } from './discoveries';
import type { CompositionPart, FileAudit, FileSegment, Verdict } from '../protocol/nouns';

/** `0.5 %`, `62 %`: one decimal below ten percent. */
export const percent = (fraction: number): string => `${(fraction * 100).toFixed(fraction > 0 && fraction < 0.0995 ? 1 : 0)} %`;

/** An error rate, never rounded down to nothing. */
export const errorRate = (rate: number): string => (rate < 0.001 ? 'below 0.1 %' : percent(rate));

/** The verdict in one line, as every surface words it. */
export function headline(verdict: Verdict): string {
  switch (verdict.kind) {
    case 'teacher': return `Reads like ${teacherName(verdict)}: log-odds ${verdict.logOdds.toFixed(1)}, error rate ${errorRate(verdict.errorRate)}`;
    case 'mixed': return 'Mixed: more than one family wrote this';
    case 'unfamiliar': return 'Unfamiliar: no known teacher writes like this, so none is named';
    case 'insufficient': return 'Not enough evidence to name a teacher';
  }
}

function teacherName({ family, model, enrolled }: Verdict): string {
  if (enrolled) return `${model}, enrolled here${family === model ? '' : ` (${family})`}`;
  return `${family}${model ? ` (${model})` : ', model unclear'}`;
}

/** `62 % gpt (57-66 %)`. */
export function partText(part: CompositionPart): string {
  const name = part.kind === 'unfamiliar' ? 'unfamiliar' : part.family;
  return `${percent(part.share)} ${name} (${percent(part.low)} to ${percent(part.high)})`;
}

/** `Records 41,201 to 52,800 (numbers) read most like gpt, which leads in 62 % of them.` */
function segmentText({ first, last, channel, family, share }: FileSegment): string {
  const records = `Records ${first.toLocaleString('en')} to ${last.toLocaleString('en')}`;
  return family === null ? `${records} are ${percent(share)} ${channel === 'other' ? 'of another kind' : channel}.` : `${records} (${channel}) read most like ${family}, which leads in ${percent(share)} of them.`;
}

/** What the parts of a file rest on. */
const SEGMENT_CAVEAT = 'The file changes along its length; records of one teacher in random order would seem to at most at 1 %. A change of tasks or prompts looks the same as a change of teachers.';

/** What claims about several files are worth together; nothing for one file, or where none is claimed. */
export function discoveryText(audits: FileAudit[]): string | undefined {
  const { files, claims, standing, falseDiscoveryRate } = discoveriesAmong(audits);
  if (files < 2 || claims === 0) return undefined;
  const rest = standing < claims ? ` ${standing ? 'The others' : 'Among so many files as many'} could be false alarms.` : '';
  return `Claims about ${claims} of ${files} files; ${standing} of them stand at a false discovery rate of ${percent(falseDiscoveryRate)}.${rest}`;
}

/** How a file changes along its length, one sentence each; none where it does not. */
export const alongFile = ({ segments }: FileAudit): string[] => (segments ? [...segments.map(segmentText), SEGMENT_CAVEAT] : []);

/** What was scored and what was left out, one sentence each. */
export function coverage({ records, problemsTotal, incomplete, settledEarly }: FileAudit): string[] {
  const channels = Object.entries(records.byChannel).filter(([, count]) => count > 0).map(([channel, count]) => `${count} as ${channel}`);
  const fields = Object.entries(records.byField).map(([field, count]) => `${field} (${count})`);
  const skipped = Object.entries(records.skippedBy).map(([reason, count]) => `${count}: ${reason}`);
  return [
    `${records.scored} of ${records.total} records scored${channels.length ? `: ${channels.join(', ')}` : ''}.`,
    ...(fields.length ? [`Scored field: ${fields.join(', ')}.`] : []),
    ...(records.skipped ? [`Skipped ${records.skipped} (${skipped.join('; ')}).`] : []),
    ...(records.unreadable ? [`${records.unreadable} could not be read.`] : []),
    ...(problemsTotal ? [`${problemsTotal} problem${problemsTotal === 1 ? '' : 's'} while reading.`] : []),
    ...(settledEarly ? ['The verdict was settled, so reading stopped here, as was asked; what stands after these records is not known.'] : []),
    ...(incomplete ? ['The audit was stopped before the end; this covers what was read until then.'] : []),
  ];
}

/** The sentence that every report carries. */
export const CAVEAT = 'A verdict is a statistical suspicion, not a fact: it says whose known output these records resemble, at the stated error rate on held-out data. One record rarely proves anything.';
