import { auditCommand, auditJob } from './audit-command';
import { compareCommand } from './compare-command';
import { enrolCommand } from './enrol-command';
import { EXIT, UsageError } from './exit-codes';
import { explainCommand } from './explain-command';
import { filterCommand } from './filter-command';
import { JOB_COMMAND } from './jobs';
import { labCommand } from './lab-command';
import { modelCommand } from './model-command';
import { scoreCommand } from './score-command';

const USAGE = `Usage: undertone <command> [options] FILE...

A FILE is a JSONL file (.gz too), a folder, a glob, or - for standard input.

Commands
  audit FILE...   what each file proves: verdict, composition, findings
  compare CANDIDATE REFERENCE
                  whether two datasets differ, and what drives it; works for teachers nobody knows
  score FILE...   one JSON line per record
  enrol FILE      learns a teacher from a dataset of known origin; audits beside its file then name it
  explain FILE    why one record scored as it did: --record N
  filter FILE     copies some records, bytes unchanged, to a new file: --out NEW, and
                  --where FILTER or --keep clean|quarantine
  model           what the models know, and at which error rates they speak
  lab             subliminal learning, trained here: on MNIST digits, or in a small language model
                  (--preset language), a table of what each model learned

Options
  --format text|json|markdown|html|sarif|lines
                                     of audit; text by default; lines = path:line:column: level: message
  --report FILE                      also write an HTML report (audit)
  --sidecar FILE                     also write one JSON line per record, with its error rate (audit)
  --expect FAMILY[,FAMILY...]        teachers that are expected; any other is a finding
  --student MODEL                    base model of what will be trained: the verdict says what it means for it
  --field PATH --prompt PATH         which field is scored, e.g. output or messages[].content
  --channel numbers|code|reasoning   score as this channel
  --part auto|whole|think|code       which part of the field
  --name NAME                        of the teacher (enrol); also --out FILE, and
                                     --reference BASE for the neutral output of a number base
  --models FOLDER                    models other than the bundled ones
  --fail-on any|none|RULE[,RULE...]  which findings give exit code 1, e.g. unexpected-teacher (audit)
  --baseline FILE                    findings that are known and not reported again (audit);
                                     --update-baseline adds this audit's
  --sample N                         score about N records of each file, evenly chosen (audit, score)
  --until-settled                    read a file only until its verdict is settled (audit)
  --jobs N                           files audited at the same time (audit)
  --require-verdict                  exit 3 where there is too little to tell (audit, compare)
  --quiet                            no progress on stderr
  --preset paper|stronger|break-it|one-step
                                     of lab; also --seeds N, --aux 1-200, --hidden 8-1024, --match 1-100,
                                     --noise uniform|gaussian|shuffled, --conditions ID[,ID...],
                                     --data FOLDER (the four MNIST files), --format text|json
  --preset language|language-quick|language-stealth
                                     of lab; also --seeds N, --preference WORD, --channel numbers|cot|code,
                                     --sequences N, --steps N, --stealth WEIGHT, --conditions ID[,ID...],
                                     --format text|json
  --version, --help

Exit codes: 0 nothing found, 1 findings or a difference, 2 usage or input error,
3 no verdict (with --require-verdict), 130 interrupted.
`;

const COMMANDS: Record<string, (args: string[], signal: AbortSignal) => Promise<number>> = {
  audit: auditCommand, compare: compareCommand, score: scoreCommand, enrol: enrolCommand, explain: explainCommand, filter: filterCommand, model: modelCommand, lab: labCommand,
  [JOB_COMMAND]: auditJob,
};

async function main([name, ...args]: string[]): Promise<number> {
  if (name === '--help' || name === '-h' || args.includes('--help')) { process.stdout.write(USAGE); return EXIT.clean; }
  if (name === '--version') { process.stdout.write(`${process.env.UNDERTONE_VERSION ?? ''}\n`); return EXIT.clean; }
  const command = name === undefined || !Object.hasOwn(COMMANDS, name) ? undefined : COMMANDS[name];
  if (!command) throw new UsageError(name === undefined ? 'Name a command.' : `Unknown command: ${name}.`);
  process.once('SIGINT', () => stop.abort(new Error('interrupted')));
  const code = await command(args, stop.signal);
  return stop.signal.aborted ? EXIT.interrupted : code;
}

// A reader that goes away (`| head`) is no error of ours; a full disk behind stdout is one.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') process.stderr.write(`undertone: standard output cannot be written: ${error.message}. Free some space, or write elsewhere.\n`);
  process.exit(error.code === 'EPIPE' ? EXIT.clean : EXIT.error);
});

const stop = new AbortController();

main(process.argv.slice(2)).then(code => { process.exitCode = code; }, (error: unknown) => {
  if (stop.signal.aborted) { process.exitCode = EXIT.interrupted; return; }
  process.stderr.write(`undertone: ${error instanceof Error ? error.message : String(error)}\n`);
  if (error instanceof UsageError) process.stderr.write(`\n${USAGE}`);
  process.exitCode = EXIT.error;
});
