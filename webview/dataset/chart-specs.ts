import { printField, printLiteral } from '../../extension/core/filter/print';
import { pathField } from '../../extension/core/filter/syntax';
import type { EvidencePoint, GroupResult, Profile, ScoreOverview, Threshold } from '../../extension/core/protocol/dataset-view';
import type { Channel, FileAudit } from '../../extension/core/protocol/nouns';
import type { ChartSpec } from '../common/chart';
import { visibleLine } from '../common/styled-text';
import { bytes, count, percent, plural } from '../common/format';

/** A chart, and the filter that a click on it asks for; undefined where a bar stands for no filter. */
export interface FilterChart { spec: ChartSpec; term(label: number, series: number): string | undefined }

const MAX_FIELDS = 40;
const MAX_LABEL_UNITS = 40;
const SERIES_COLOURS = ['blue', 'orange', 'purple', 'green'] as const;
const short = (text: string) => { const line = visibleLine(text); return line.length > MAX_LABEL_UNITS ? `${line.slice(0, MAX_LABEL_UNITS - 1)}…` : line; };
const textTerm = (field: string, text: string) => `${field} = ${printLiteral({ kind: 'string', text })}`;

/** Whose records the file holds, by channel, with intervals. */
export function compositionChart({ composition }: FileAudit): FilterChart | undefined {
  if (composition.length === 0) return undefined;
  const several = new Set(composition.map(part => part.channel)).size > 1;
  const name = (family: string | null, channel: Channel) => `${family ?? 'unfamiliar'}${several ? ` (${channel})` : ''}`;
  return {
    spec: {
      title: 'Teachers', summary: 'Share of the scored records, with intervals.', kind: 'bar', isHorizontal: true, min: 0, max: 1, format: percent,
      labels: composition.map(part => name(part.family, part.channel)), labelTitle: 'Family', valueTitle: 'Share of the records',
      series: [{ label: 'Share', colour: 'blue', values: composition.map(part => part.share), low: composition.map(part => part.low), high: composition.map(part => part.high) }],
    },
    term: label => `${textTerm('teacher', composition[label].family ?? 'unfamiliar')}${several ? ` AND channel = ${composition[label].channel}` : ''}`,
  };
}

/** How sure single records are, beside the threshold from which one is named. */
export function scoreChart({ histogram: { named, withheld } }: ScoreOverview, threshold: Threshold | undefined): FilterChart | undefined {
  const steps = named.length;
  if ([...named, ...withheld].every(value => value === 0)) return undefined;
  const edge = (i: number) => Number((i / steps).toFixed(2));
  return {
    spec: {
      title: 'Scores', kind: 'bar', isStacked: true, format: count,
      summary: threshold ? `One record is named from ${threshold.probability.toFixed(2)} on, where ${percent(threshold.errorRate)} of such names are wrong.` : 'Probability of the leading family for single records.',
      labels: named.map((_, i) => edge(i).toFixed(2)), labelTitle: 'Score, from', valueTitle: 'Records',
      series: [{ label: 'family named', colour: 'blue', values: named }, { label: 'no name', colour: 'muted', values: withheld }],
      mark: threshold && { at: threshold.probability * steps - 0.5, label: `named from ${threshold.probability.toFixed(2)}` },
    },
    term: label => `score >= ${edge(label)}${label < steps - 1 ? ` AND score < ${edge(label + 1)}` : ''}`,
  };
}

/** How the evidence for the leading family grew along the file. */
export function evidenceChart(points: readonly EvidencePoint[]): FilterChart | undefined {
  const channels = [...new Set(points.map(point => point.channel))];
  const records = [...new Set(points.map(point => point.record))].sort((a, b) => a - b);
  if (records.length < 2) return undefined;
  const lineOf = (pick: (point: EvidencePoint) => number | null, channel: Channel) => { const byRecord = new Map(points.filter(point => point.channel === channel).map(point => [point.record, pick(point)])); return records.map(record => byRecord.get(record) ?? null); };
  const last = points.filter(point => point.channel === channels[0]).at(-1);
  return {
    spec: {
      title: 'Evidence along the file', kind: 'line', format: value => value.toFixed(1), labels: records.map(count), labelTitle: 'Up to line', valueTitle: 'Log-odds (nats)',
      summary: last ? `Log-odds of the family that leads; now ${last.family} with ${last.logOdds.toFixed(1)}, ${last.needed === null ? 'and no number of records would do to name it' : `of ${last.needed.toFixed(1)} needed to name it`}.` : '',
      series: channels.flatMap((channel, i) => [
        { label: channels.length > 1 ? channel : 'evidence', colour: SERIES_COLOURS[i % SERIES_COLOURS.length], values: lineOf(point => point.logOdds, channel) },
        { label: channels.length > 1 ? `needed, ${channel}` : 'needed', colour: 'muted' as const, dashed: true, values: lineOf(point => point.needed, channel) },
      ]),
    },
    term: label => `line <= ${records[label]}`,
  };
}

/** How long the lines are, in doubling steps. */
export function lengthChart({ lengths }: Profile): FilterChart | undefined {
  const first = lengths.findIndex(value => value > 0);
  if (first < 0) return undefined;
  return {
    spec: { title: 'Length of records', summary: 'Bytes of a line, in doubling steps.', kind: 'bar', format: count, labels: lengths.slice(first).map((_, i) => bytes(2 ** (first + i))), labelTitle: 'From', valueTitle: 'Records', series: [{ label: 'records', colour: 'purple', values: lengths.slice(first) }] },
    term: label => `length >= ${2 ** (first + label)} AND length < ${2 ** (first + label + 1)}`,
  };
}

/** In how many records each field is missing. */
export function missingChart({ records, fields, otherFields }: Profile): FilterChart | undefined {
  if (fields.length === 0) return undefined;
  const missing = fields.map(field => ({ ...field, share: 1 - field.present / Math.max(1, records) })).sort((a, b) => b.share - a.share).slice(0, MAX_FIELDS);
  const none = missing.every(field => field.share === 0);
  return {
    spec: {
      title: 'Missing fields', kind: 'bar', isHorizontal: true, min: 0, max: 1, format: percent, labelTitle: 'Field', valueTitle: 'Missing in',
      summary: `${none ? 'Every field is in every record.' : `Share of ${plural(records, 'record')} without the field.`}${otherFields ? ' The file has more fields than are counted here.' : ''}`,
      labels: missing.map(field => `${short(field.name)}${Object.keys(field.kinds).length > 1 ? ` (${Object.keys(field.kinds).join(', ')})` : ''}`),
      series: [{ label: 'missing', colour: 'orange', values: missing.map(field => field.share) }],
    },
    term: label => `${printField(pathField(missing[label].name))} IS MISSING`,
  };
}

/** The commonest values of a field. */
export function valuesChart(field: string, { values, others, missing, distinct, isDistinctCapped }: GroupResult): FilterChart | undefined {
  const listed = values.slice(0, 15);
  const rest = others + values.slice(15).reduce((sum, value) => sum + value.count, 0);
  return {
    spec: {
      title: `Values of ${short(field)}`, kind: 'bar', isHorizontal: true, format: count, labelTitle: 'Value', valueTitle: 'Records',
      summary: `${isDistinctCapped ? 'More than ' : ''}${plural(distinct, 'different value')} in the records shown.`,
      labels: [...listed.map(value => short(value.label) || '(empty)'), ...(rest > 0 ? ['(others)'] : []), ...(missing > 0 ? ['(missing)'] : [])],
      series: [{ label: 'records', colour: 'green', values: [...listed.map(value => value.count), ...(rest > 0 ? [rest] : []), ...(missing > 0 ? [missing] : [])] }],
    },
    term: label => label < listed.length ? listed[label].term : missing > 0 && label === listed.length + (rest > 0 ? 1 : 0) ? `${printField(pathField(field))} IS MISSING` : undefined,
  };
}
