import type { LineScore } from '../../../extension/core/protocol/audit-worker';
import type { ScoreOverview } from '../../../extension/core/protocol/dataset-view';
import type { FileAudit } from '../../../extension/core/protocol/nouns';

/** Text as an attacker would write it: markup, a link, a command, bidi and terminal controls. */
export const HOSTILE = '<img src=x onerror="window.hacked=1"><script>window.hacked=1</script> [click](command:evil) https://evil.example \u202egnp.exe\u202c \u001b[31mred\u001b[0m \u0000';

/** A score that depends on the position only: mostly named, some unfamiliar, some withheld. */
export function fakeScore(position: number): LineScore {
  const lead = position % 5 === 4 ? 0.48 : 0.9 + position % 10 / 110;
  return {
    record: position + 1, contentHash: '0123456789abcdef', rawStart: 20, rawEnd: 120, field: 'completion', channel: 'numbers',
    families: { qwen: lead, llama: (1 - lead) * 0.7, gemma: (1 - lead) * 0.3 }, unfamiliar: position % 11 === 7 ? 0.83 : 0.04,
    named: lead > 0.9 && position % 11 !== 7 ? 'qwen' : null, model: lead > 0.95 && position % 11 !== 7 ? 'qwen2.5-7b' : null,
  };
}

/** A finished audit of `total` records. */
export function fakeAudit(total: number): FileAudit {
  return {
    path: 'sample.jsonl',
    records: { total, scored: total - 30, unreadable: 20, skipped: 10, byChannel: { numbers: total - 30, code: 0, reasoning: 0, other: 0 }, byField: { completion: total - 30 }, skippedBy: { 'no text field': 10 } },
    verdict: { kind: 'teacher', family: 'qwen', model: 'qwen2.5-7b', logOdds: 23.4, errorRate: 0.0031, reasons: ['970 number samples agree on one family.', 'Reasoning and code were not present, so they add nothing.'] },
    composition: [{ channel: 'numbers', kind: 'family', family: 'qwen', share: 0.93, low: 0.9, high: 0.95 }, { channel: 'numbers', kind: 'unfamiliar', family: null, share: 0.07, low: 0.05, high: 0.1 }],
    findings: [], findingsTotal: 3, problems: [{ code: 'invalid-json', message: 'sample.jsonl: record 21 is not JSON.', remedy: 'Repair or remove that line.', record: 21 }], problemsTotal: 20,
    modelVersion: '0.1.0', bytesRead: total * 240, elapsedMs: 812, incomplete: false,
    risk: { level: 'high', student: 'qwen2.5-7b', text: 'High for a student based on qwen2.5-7b: it starts from the same weights.' },
    provenance: { state: 'differs', text: 'Declared by the records: gpt\u202e-4o; but the records read like qwen.', declarations: [] },
    filters: [{ filter: 'number-format', applied: total - 30, failed: 2 }],
  };
}

/** What the filter language can ask of a position. */
export function fakeTeacher(position: number): string {
  const { named, unfamiliar } = fakeScore(position);
  return named ?? (unfamiliar > 0.5 ? 'unfamiliar' : 'undecided');
}

const WORDS = [['qwen', 'qwen'], ['not enough evidence', 'undecided'], ['unfamiliar', 'unfamiliar']] as const;

/** What is known of the scores of `total` records, counted over the first two thousand. */
export function fakeOverview(total: number, buckets: number): ScoreOverview {
  const positions = Array.from({ length: Math.min(total, 2000) }, (_, i) => i);
  const share = (at: number) => Array.from({ length: buckets }, (_, i) => Math.abs(i - at) < 12 ? 0.6 - Math.abs(i - at) / 24 : 0);
  const histogram = (isNamed: boolean) => Array.from({ length: 20 }, (_, step) => positions.filter(i => (fakeScore(i).named !== null) === isNamed && Math.floor(fakeScore(i).families.qwen * 20) === step).length);
  return {
    groups: WORDS.map(([label, word]) => ({ label, count: positions.filter(i => fakeTeacher(i) === word).length, isFamily: word === 'qwen', term: `teacher = ${word}` })),
    strip: { other: share(60), unfamiliar: share(140) }, histogram: { named: histogram(true), withheld: histogram(false) },
    evidence: Array.from({ length: 40 }, (_, i) => ({ record: Math.ceil((i + 1) * total / 40), channel: 'numbers' as const, family: 'qwen', logOdds: 3.6 * Math.sqrt(i + 1), needed: 8.5 })),
    thresholds: [{ channel: 'numbers', probability: 0.92, errorRate: 0.021 }],
  };
}
