import { spawnSync } from 'node:child_process';
import type { RecordSet } from './draw-sets';

/** A verdict against the truth: named right, named wrong, or not named. */
export type Outcome = 'right' | 'wrong' | 'withheld';

interface AuditFile { path: string; verdict: { kind: string; family: string | null; logOdds: number; errorRate: number; reasons: string[] } }

/** Audits all sets in one call of the command line. Throws when it fails or leaves a file out. */
export function auditSets(sets: RecordSet[], models: string | undefined): { set: RecordSet; outcome: Outcome; verdict: string }[] {
  const args = ['dist/cli.js', 'audit', '--format', 'json', '--quiet', ...(models ? ['--models', models] : []), ...sets.map(set => set.file)];
  const run = spawnSync(process.execPath, args, { encoding: 'utf8', maxBuffer: 1 << 28 });
  if (run.status !== 0 && run.status !== 1) throw new Error(`audit failed (${run.status}): ${run.stderr}`);
  const { files } = JSON.parse(run.stdout) as { files: AuditFile[] };
  return sets.map(set => {
    const file = files.find(entry => entry.path === set.file);
    if (!file) throw new Error(`no verdict for ${set.file}`);
    const { kind, family, logOdds, reasons } = file.verdict;
    const outcome: Outcome = kind !== 'teacher' ? 'withheld' : family === set.family ? 'right' : 'wrong';
    return { set, outcome, verdict: `${kind} ${family ?? ''} ${logOdds.toFixed(1)} (${reasons[0] ?? ''})` };
  });
}
