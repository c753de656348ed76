/** `npm run train:language-lab`: the base models of the language lab, from nothing but their seeds, some 3 s each. `--out` takes another folder. */
import { parseArgs } from 'node:util';
import { baseBytes, baseName, BASES } from '../../extension/core/language-lab/base-file';
import { pretrain } from '../../extension/core/language-lab/base-model';
import { LanguageEngine } from '../../extension/core/language-lab/engine';
import { SHAPE } from '../../extension/core/language-lab/shape';
import { trained } from '../../extension/core/language-lab/trainer';
import { saveModel } from './save-model';

const { values } = parseArgs({ options: { out: { type: 'string', default: 'models/language-lab' } } });

async function main(): Promise<void> {
  const engine = new LanguageEngine(SHAPE);
  for (let initialisation = 1; initialisation <= BASES; initialisation++) {
    const parameters = await trained(pretrain(engine, initialisation, new AbortController().signal));
    saveModel(values.out, baseName(initialisation), baseBytes(parameters, initialisation));
  }
  await engine.close();
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
