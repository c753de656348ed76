import { parseArgs } from 'node:util';
import path from 'node:path';
import { openScorer } from '../core/fingerprint/open-scorer';
import type { Scorer } from '../core/fingerprint/scorer';
import { percent } from '../core/verdict/words';
import { EXIT } from './exit-codes';
import { oneOf, parsed } from './options';

const SPEC = { format: { type: 'string', default: 'text' }, models: { type: 'string' }, quiet: { type: 'boolean', default: false } } as const;

/** `undertone model`: what the loaded models know and at which error rates they speak (extension/cli/schemas/model.schema.json). */
export async function modelCommand(args: string[]): Promise<number> {
  const { values } = parsed(() => parseArgs({ args, options: SPEC }));
  const format = oneOf('--format', values.format, ['text', 'json'] as const) ?? 'text';
  const scorer = await openScorer(values.models ?? path.join(__dirname, 'models'));
  const about = describe(scorer);
  process.stdout.write(`${format === 'json' ? JSON.stringify(about, null, 2) : asText(about)}\n`);
  await scorer.close();
  return EXIT.clean;
}

type About = ReturnType<typeof describe>;

function describe({ version, channels, shifts }: Scorer) {
  return {
    version,
    channels: Object.entries(channels).map(([channel, { labels, set }]) => ({
      channel, families: labels.families.map((family, i) => ({ family, models: labels.models.filter((_, model) => labels.familyOfModel[model] === i) })),
      recordErrorRate: labels.nameErrorRate, fileErrorRate: set.nameErrorRate, mixedErrorRate: set.mixedErrorRate, departureErrorRate: set.departureErrorRate, falseRefusalRate: set.familiarity.falseRefusalRate,
    })),
    neutralReferences: shifts.map(({ model, singleSource }) => ({ model, singleSource })),
  };
}

function asText({ version, channels, neutralReferences }: About): string {
  return [
    `models ${version}`,
    ...channels.flatMap(({ channel, families, recordErrorRate, fileErrorRate, falseRefusalRate }) => [
      `${channel}: a record is named wrongly at ${percent(recordErrorRate)}, a file at ${percent(fileErrorRate)}; ${percent(falseRefusalRate)} of known files are called unfamiliar`,
      ...families.map(({ family, models }) => `  ${family}: ${models.join(', ')}`),
    ]),
    `neutral output known of: ${neutralReferences.map(({ model, singleSource }) => `${model}${singleSource ? ' (one source)' : ''}`).join(', ')}`,
  ].join('\n');
}
