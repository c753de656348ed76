import { compareSources } from '../core/compare/compare';
import { openScorer } from '../core/fingerprint/open-scorer';
import type { Comparison } from '../core/protocol/compare';
import type { SampleSelector } from '../core/records/sample';
import { renderComparisonMarkdown, renderComparisonText } from '../core/report/comparison';
import { EXIT, UsageError } from './exit-codes';
import { openInput } from './inputs';
import { auditOptionsFor, readOptions, type Options } from './options';
import { Progress } from './progress';

const RENDER: Partial<Record<Options['format'], (comparison: Comparison) => string>> = {
  text: renderComparisonText,
  json: comparison => JSON.stringify(comparison, null, 2),
  markdown: renderComparisonMarkdown,
};

/** `undertone compare CANDIDATE REFERENCE`: whether two datasets differ (extension/cli/schemas/compare.schema.json). */
export async function compareCommand(args: string[], signal: AbortSignal): Promise<number> {
  const options = readOptions(args), render = RENDER[options.format];
  if (options.files.length !== 2) throw new UsageError('compare takes two files: CANDIDATE REFERENCE.');
  if (!render) throw new UsageError(`compare has no format ${options.format}; it has ${Object.keys(RENDER).join(', ')}.`);
  const comparison = await compareFiles(options, signal);
  process.stdout.write(`${render(comparison)}\n`);
  if (comparison.kind === 'different') return EXIT.findings;
  return comparison.kind === 'same-so-far' || !options.requireVerdict ? EXIT.clean : EXIT.noVerdict;
}

async function compareFiles(options: Options, signal: AbortSignal): Promise<Comparison> {
  const [candidatePath, referencePath] = options.files, progress = new Progress(options.quiet);
  const selectorFor = async (file: string) => (await auditOptionsFor(file, options)).sample as SampleSelector;
  const selectors = { candidate: await selectorFor(candidatePath), reference: await selectorFor(referencePath) };
  const candidate = await openInput(candidatePath);
  try {
    const reference = await openInput(referencePath);
    const scorer = await openScorer(options.models);
    try {
      return await compareSources({ candidate, reference, selectors, scorer, signal, onProgress: bytes => progress.reading('compare', bytes) });
    } finally {
      progress.clear();
      await Promise.all([reference.close(), scorer.close()]);
    }
  } finally {
    await candidate.close();
  }
}
