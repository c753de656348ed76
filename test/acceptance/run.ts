/**
 * Audits sets drawn from the corpus's test split, and from a source left out of training, through the command line, and bounds how
 * many verdicts are right, wrong and withheld. Run after `npm run build`; skipped when there is no corpus.
 */
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { hasCorpus } from '../../models/training/corpus';
import { auditSets, type Outcome } from './audit-sets';
import { drawSets, type RecordSet } from './draw-sets';

const SET_SIZE = 100;
/** Without it, one of its three models is still known from other sources, and two are strangers. */
const LEFT_OUT = 'loftusa/owls';
/** Share of the sets: most that may be named wrongly, and fewest that must be named right. */
const BOUNDS = { known: { wrong: 0.02, right: 0.85 }, leftOut: { wrong: 0.02, right: 0.25 } };

function main(): void {
  if (!hasCorpus()) {
    console.log('SKIPPED acceptance: no corpus (set UNDERTONE_CORPUS, or place it at ../shared/corpus)');
    return;
  }
  const folder = mkdtempSync(path.join(tmpdir(), 'undertone-acceptance-'));
  try {
    const known = report('test split', auditSets(drawSets(SET_SIZE, 60, folder), undefined), BOUNDS.known);
    const models = trainWithout(LEFT_OUT, path.join(folder, 'models'));
    const leftOut = report(`left out of training: ${LEFT_OUT}`, auditSets(drawSets(SET_SIZE, 45, folder, LEFT_OUT), models), BOUNDS.leftOut);
    const failed = [known, leftOut].filter(ok => !ok).length;
    console.log(`acceptance: ${2 - failed} passed, ${failed} failed`);
    process.exitCode = failed ? 1 : 0;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function report(title: string, outcomes: { set: RecordSet; outcome: Outcome; verdict: string }[], bounds: { wrong: number; right: number }): boolean {
  const count = (outcome: Outcome) => outcomes.filter(entry => entry.outcome === outcome).length;
  const right = count('right'), wrong = count('wrong'), withheld = count('withheld');
  console.log(`${title}: ${outcomes.length} sets of ${SET_SIZE} records: ${right} right, ${wrong} wrong, ${withheld} withheld`);
  for (const { set, outcome, verdict } of outcomes) if (outcome !== 'right') console.log(`  ${outcome}: ${set.name}: ${verdict}`);
  const isGood = wrong <= bounds.wrong * outcomes.length && right >= bounds.right * outcomes.length && outcomes.length >= 40;
  if (!isGood) console.log(`  OUT OF BOUNDS: at most ${bounds.wrong * 100} % wrong, at least ${bounds.right * 100} % right, at least 40 sets`);
  return isGood;
}

/** Trains the number model without one source into a folder of its own; the text model is the shipped one. */
function trainWithout(source: string, folder: string): string {
  mkdirSync(folder, { recursive: true });
  cpSync('models', folder, { recursive: true, filter: file => !file.includes('training') });
  execFileSync(process.execPath, ['--max-old-space-size=8192', '--import', 'tsx', 'models/training/train.ts', '--only', 'numbers', '--leave-out', source, '--out', folder], { stdio: 'inherit' });
  return folder;
}

main();
