import path from 'node:path';
import { readDigits } from '../core/lab/digits';
import { LabEngine } from '../core/lab/engine';
import { runSeeds, type DigitData, type LabEvent } from '../core/lab/experiment';
import { readIdxFolder } from '../core/lab/idx';
import { PRESETS } from '../core/lab/settings';
import { SummaryBuilder } from '../core/lab/summary';
import { EXIT } from './exit-codes';
import { readLabOptions, type LabOptions } from './lab-options';
import { labTable } from './lab-table';
import { asksForLanguage, languageLabCommand } from './language-lab-command';

/** `undertone lab`: trains the paper's networks and prints what they learned; after an interruption, what was finished until then. */
export async function labCommand(args: string[], signal: AbortSignal): Promise<number> {
  if (asksForLanguage(args)) return languageLabCommand(args, signal);
  const options = readLabOptions(args);
  const data = options.data === undefined ? await readDigits(path.join(__dirname, 'mnist-10k.bin.gz')) : await readIdxFolder(options.data);
  const builder = new SummaryBuilder();
  try {
    await run(options, data, signal, event => { builder.add(event); showProgress(event, options); });
  } catch (error) {
    if (!signal.aborted) throw error;
  }
  process.stdout.write(options.format === 'json' ? asJson(options, data, builder, !signal.aborted) : asText(options, data, builder, !signal.aborted));
  return EXIT.clean;
}

async function run({ seeds, settings }: LabOptions, data: DigitData, signal: AbortSignal, listen: (event: LabEvent) => void): Promise<void> {
  const engine = await LabEngine.open();
  try {
    const numbers = Array.from({ length: seeds }, (_, i) => i + 1);
    for await (const event of runSeeds(engine, data, settings, numbers, signal)) listen(event);
  } finally {
    await engine.close();
  }
}

function asJson({ preset, seeds, settings }: LabOptions, data: DigitData, builder: SummaryBuilder, isComplete: boolean): string {
  return `${JSON.stringify({ preset, seeds, complete: isComplete, data: data.description, settings, ...builder.summary() }, null, 2)}\n`;
}

function asText({ preset, seeds, settings }: LabOptions, data: DigitData, builder: SummaryBuilder, isComplete: boolean): string {
  const isPaper = preset === 'paper' && settings.auxiliaryLogits === PRESETS.paper.auxiliaryLogits && settings.hidden === PRESETS.paper.hidden
    && settings.noise === PRESETS.paper.noise && data.isFull;
  const head = `Preset ${preset}, ${seeds} ${seeds === 1 ? 'seed' : 'seeds'}, ${settings.auxiliaryLogits} auxiliary logits, ${settings.noise} noise\nDigits: ${data.description}\n`;
  return `${head}${isComplete ? '' : 'Interrupted: only what was finished is shown.\n'}\n${labTable(builder.summary(), isPaper)}`;
}

/** One line on stderr per report, rewritten in place on a terminal and left out elsewhere. */
function showProgress(event: LabEvent, { quiet, seeds }: LabOptions): void {
  if (quiet || process.stderr.isTTY !== true) return;
  if (event.kind !== 'report') { process.stderr.write('\r\x1b[K'); return; }
  const { seed, condition, step, steps, accuracy } = event.standing;
  process.stderr.write(`\r\x1b[Kseed ${seed} of ${seeds}, ${condition}: step ${step} of ${steps}, ${(100 * accuracy).toFixed(1)} %`);
}
