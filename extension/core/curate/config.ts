import { CHANNELS } from '../protocol/nouns';
import type { AuditOptions } from '../protocol/audit-worker';
import { globMatcher } from './glob';

/** What one level of a config file says; what it leaves out comes from the level above, then from the settings. */
export interface FileChoice { sample?: AuditOptions['sample']; expectFamilies?: string[] }

/** A choice for the files that a glob matches; the glob is relative to the folder that the config file governs. */
export interface FileRule extends FileChoice { match: string }

/** A config file: a choice for all files, and rules of which later ones win. */
export interface Config extends FileChoice { rules: FileRule[] }

/** Where a config file may lie in a folder, first wins. */
export const CONFIG_NAMES = ['.undertone/config.json', 'undertone.json'] as const;

/** Parts of a text that can be scored; the values of `sample.part`. */
export const PARTS = ['auto', 'whole', 'think', 'code'] as const;

/** A config file that cannot be used; the message names file, key and remedy. */
export class ConfigProblem extends Error {
  constructor(path: string, where: string, remedy: string) {
    super(`${path}: ${where}. ${remedy}`);
    this.name = 'ConfigProblem';
  }
}

type Json = Record<string, unknown>;
const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value);

/** Reads values of one file and remembers its name for messages. */
class Reader {
  constructor(private readonly path: string) {}

  object(value: unknown, key: string, known: readonly string[]): Json {
    if (!isObject(value)) throw new ConfigProblem(this.path, `"${key}" is not an object`, 'Write it as { ... }.');
    const unknown = Object.keys(value).find(name => !known.includes(name));
    if (unknown !== undefined) throw new ConfigProblem(this.path, `"${key}" has an unknown key "${unknown}"`, `Known keys: ${known.join(', ')}.`);
    return value;
  }

  string(value: unknown, key: string, allowed?: readonly string[]): string | undefined {
    if (value === undefined) return undefined;
    if (typeof value !== 'string' || value === '') throw new ConfigProblem(this.path, `"${key}" is not a text`, 'Write it in quotes, not empty.');
    if (allowed && !allowed.includes(value)) throw new ConfigProblem(this.path, `"${key}" is "${value}"`, `Use one of: ${allowed.join(', ')}.`);
    return value;
  }

  choice(value: Json, key: string): FileChoice {
    const choice: FileChoice = {};
    if (value.sample !== undefined) choice.sample = this.sample(value.sample, `${key}.sample`);
    if (value.expect !== undefined) choice.expectFamilies = this.families(value.expect, `${key}.expect`);
    return choice;
  }

  rule(value: unknown, key: string): FileRule {
    const rule = this.object(value, key, ['match', 'sample', 'expect']);
    const match = this.string(rule.match, `${key}.match`);
    if (match === undefined) throw new ConfigProblem(this.path, `"${key}" has no "match"`, 'Add the glob of the files it is for, such as "train/**/*.jsonl".');
    return { match, ...this.choice(rule, key) };
  }

  private sample(value: unknown, key: string): AuditOptions['sample'] {
    const sample = this.object(value, key, ['field', 'prompt', 'channel', 'part']);
    return {
      field: this.string(sample.field, `${key}.field`),
      prompt: this.string(sample.prompt, `${key}.prompt`),
      channel: this.string(sample.channel, `${key}.channel`, CHANNELS),
      part: this.string(sample.part, `${key}.part`, PARTS),
    };
  }

  private families(value: unknown, key: string): string[] {
    const { families } = this.object(value, key, ['families']);
    if (!Array.isArray(families) || !families.every(name => typeof name === 'string' && name !== '')) {
      throw new ConfigProblem(this.path, `"${key}.families" is not a list of names`, 'Write it as ["qwen", "gpt"].');
    }
    return families;
  }
}

function parseJson(text: string, path: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (error) {
    throw new ConfigProblem(path, `not valid JSON (${error instanceof Error ? error.message : String(error)})`, 'Correct or delete the file.');
  }
}

/** Checks a config file's text. Throws `ConfigProblem`; `path` is for its message. */
export function parseConfig(text: string, path: string): Config {
  const reader = new Reader(path);
  const root = reader.object(parseJson(text, path), 'the file', ['$schema', 'sample', 'expect', 'files']);
  const rules = root.files ?? [];
  if (!Array.isArray(rules)) throw new ConfigProblem(path, '"files" is not a list', 'Write it as [ { "match": ... } ].');
  return { ...reader.choice(root, 'the file'), rules: rules.map((rule, index) => reader.rule(rule, `files[${index}]`)) };
}

/** What a config says about one file; `relativePath` is relative to the governed folder, with `/` separators. Later rules win, key by key. */
export function chooseFor(config: Config, relativePath: string): FileChoice {
  const levels: FileChoice[] = [config, ...config.rules.filter(rule => globMatcher(rule.match)(relativePath))];
  return mergeChoices(levels);
}

/** Merges choices, weakest first: a key that a later level leaves out keeps its earlier value. */
export function mergeChoices(levels: readonly FileChoice[]): FileChoice {
  const merged: FileChoice = {};
  for (const { sample, expectFamilies } of levels) {
    if (sample) merged.sample = { ...merged.sample, ...Object.fromEntries(Object.entries(sample).filter(([, value]) => value !== undefined)) };
    if (expectFamilies) merged.expectFamilies = expectFamilies;
  }
  return merged;
}
