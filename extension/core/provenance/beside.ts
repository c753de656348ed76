import { open } from 'node:fs/promises';
import { basename, dirname, join, relative } from 'node:path';
import type { Beside, Declaration } from '../protocol/nouns';
import { familyOfName } from '../verdict/declared';
import { declaredInCard } from './card';
import { declaredInCroissant } from './croissant';

/** Datasets keep their files in `data/train/` and the like, and their card at the top. */
const LEVELS = 3;
const MAX_BYTES = 4 << 20;
/** A longer text is no model's name. */
const MAX_NAME = 200;
/** A dataset that stands alone. */
export const NOTHING_BESIDE: Beside = { declarations: [], silent: [], problems: [] };

/** Reads what stands beside a dataset, in its folder or the two above: the card (README.md with front matter) and the Croissant description; the nearest of each counts. Never rejects: what cannot be read is a problem. */
export async function readBeside(dataPath: string): Promise<Beside> {
  const stem = basename(dataPath).replace(/\.(jsonl|ndjson)(\.gz)?$/i, '');
  const card = await nearest(dataPath, 'card', ['README.md'], declaredInCard);
  const croissant = await nearest(dataPath, 'croissant', [`${stem}.croissant.json`, 'croissant.json', 'croissant.jsonld', 'metadata.json'], declaredInCroissant);
  return {
    declarations: [...card.declarations, ...croissant.declarations], silent: [...card.silent, ...croissant.silent], problems: [...card.problems, ...croissant.problems],
  };
}

async function nearest(dataPath: string, source: Declaration['source'], names: string[], read: (text: string) => string[] | undefined): Promise<Beside> {
  let folder = dirname(dataPath);
  for (let level = 0; level < LEVELS; level++, folder = dirname(folder)) {
    for (const name of names) {
      const found = await declaredAt(join(folder, name), dirname(dataPath), source, read);
      if (found) return found;
    }
  }
  return NOTHING_BESIDE;
}

/** What one file declares, named as seen `from` the dataset's folder; undefined where it is missing or something else. */
async function declaredAt(path: string, from: string, source: Declaration['source'], read: (text: string) => string[] | undefined): Promise<Beside | undefined> {
  try {
    const text = await head(path);
    const models = text === undefined ? undefined : read(text)?.filter(name => name.length <= MAX_NAME);
    if (!models) return undefined;
    const where = relative(from, path);
    const declarations = models.map((name): Declaration => ({ source, name, family: familyOfName(name), where }));
    return { ...NOTHING_BESIDE, declarations, silent: models.length === 0 ? [where] : [] };
  } catch (error) {
    return { ...NOTHING_BESIDE, problems: [`${path} cannot be read: ${error instanceof Error ? error.message : String(error)}. What it declares is not compared.`] };
  }
}

/** The first megabytes of a file, or undefined where there is none. */
async function head(path: string): Promise<string | undefined> {
  const file = await open(path, 'r').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return undefined;
    throw error;
  });
  try {
    return file && (await file.read(Buffer.alloc(Math.min(MAX_BYTES, (await file.stat()).size)))).buffer.toString();
  } finally {
    await file?.close();
  }
}
