import type { AuditOptions } from '../protocol/audit-worker';
import { CHOICE_KEYS, ConfigProblem, ConfigReader } from './config-reader';
import { globMatcher } from './glob';

/** What one level of a config file says; what it leaves out comes from the level above, then from the settings. */
export type FileChoice = Partial<Pick<AuditOptions, 'sample' | 'expectFamilies' | 'requireDeclaration' | 'studentBase' | 'filters' | 'suppress'>>;

/** A choice for the files that a glob matches; the glob is relative to the folder that the config file governs. */
export interface FileRule extends FileChoice { match: string }

/** A config file: a choice for all files, and rules of which later ones win. */
export interface Config extends FileChoice { rules: FileRule[] }

/** Where a config file may lie in a folder, first wins. */
export const CONFIG_NAMES = ['.undertone/config.json', 'undertone.json'] as const;

function parseJson(text: string, path: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (error) {
    throw new ConfigProblem(path, `not valid JSON (${error instanceof Error ? error.message : String(error)})`, 'Correct or delete the file.');
  }
}

/** Checks a config file's text. Throws `ConfigProblem`; `path` is for its message. */
export function parseConfig(text: string, path: string): Config {
  const reader = new ConfigReader(path);
  const root = reader.object(parseJson(text, path), 'the file', ['$schema', ...CHOICE_KEYS, 'files']);
  const rules = root.files ?? [];
  if (!Array.isArray(rules)) throw new ConfigProblem(path, '"files" is not a list', 'Write it as [ { "match": ... } ].');
  return { ...reader.choice(root, 'the file'), rules: rules.map((rule, index) => reader.rule(rule, `files[${index}]`)) };
}

/** What a config says about one file; `relativePath` is relative to the governed folder, with `/` separators. Later rules win, key by key. */
export function chooseFor({ rules, ...all }: Config, relativePath: string): FileChoice {
  return mergeChoices([all, ...rules.flatMap(({ match, ...choice }) => globMatcher(match)(relativePath) ? [choice] : [])]);
}

const known = <T extends object>(values: T): Partial<T> => Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as Partial<T>;

/** Merges choices, weakest first: a key that a later level leaves out keeps its earlier value. */
export function mergeChoices(levels: readonly FileChoice[]): FileChoice {
  const merged: FileChoice = {};
  for (const level of levels) Object.assign(merged, known(level), level.sample ? { sample: { ...merged.sample, ...known(level.sample) } } : {});
  return merged;
}
