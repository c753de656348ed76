import { dirname, join, relative, sep } from 'node:path';
import type { RuleId } from '../protocol/nouns';
import { chooseFor, parseConfig } from './config';
import { findChoice } from './config-file';
import { changeFile } from './shared-file';

/** A config's text with a rule suppressed for one file; everything else stays. Throws `ConfigProblem`, so that a broken file is never replaced. `relativePath` as for `chooseFor`. */
export function withSuppressed(text: string, path: string, relativePath: string, rule: RuleId): string {
  const suppressed = chooseFor(parseConfig(text, path), relativePath).suppress ?? [];
  const config = JSON.parse(text.replace(/^\uFEFF/, '')) as { files?: { match: string }[] };
  const files = config.files ?? [], match = globFor(relativePath);
  // later rules win, so only the last one can be added to
  const own = files.at(-1)?.match === match ? files.at(-1) : undefined;
  const added = { ...own, match, suppress: [...new Set([...suppressed, rule])] };
  return `${JSON.stringify({ ...config, files: [...(own ? files.slice(0, -1) : files), added] }, null, 2)}\n`;
}

/** Suppresses a rule for a file in the config that governs it, or in a new one in `folder`. Resolves with the config's path. Rejects with `ConfigProblem` or the file system's error. */
export async function suppressRule(dataPath: string, rule: RuleId, folder: string): Promise<string> {
  const path = (await findChoice(dataPath)).path ?? join(folder, '.undertone', 'config.json');
  const governed = path.endsWith(join('.undertone', 'config.json')) ? dirname(dirname(path)) : dirname(path);
  await changeFile(path, (text = '{}') => withSuppressed(text, path, relative(governed, dataPath).split(sep).join('/'), rule));
  return path;
}

/** A glob for exactly this path; signs that globs read otherwise match any character. */
const globFor = (path: string) => `./${path.replace(/[*?{},]/g, '?')}`;
