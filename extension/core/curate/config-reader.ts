import { CHANNELS, RULES, type ContentFilterOptions } from '../protocol/nouns';
import type { AuditOptions } from '../protocol/audit-worker';
import type { FileChoice, FileRule } from './config';

/** Parts of a text that can be scored; the values of `sample.part`. */
export const PARTS = ['auto', 'whole', 'think', 'code'] as const;

/** Keys that a config file's root and its rules share. */
export const CHOICE_KEYS = ['sample', 'expect', 'student', 'filters', 'suppress'] as const;

/** A config file that cannot be used; the message names file, key and remedy. */
export class ConfigProblem extends Error {
  constructor(path: string, where: string, remedy: string) {
    super(`${path}: ${where}. ${remedy}`);
    this.name = 'ConfigProblem';
  }
}

type Json = Record<string, unknown>;
const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value);

/** Reads values of one config file and remembers its name for messages. Every method throws `ConfigProblem`. */
export class ConfigReader {
  constructor(private readonly path: string) {}

  object(value: unknown, key: string, known: readonly string[]): Json {
    if (!isObject(value)) throw new ConfigProblem(this.path, `"${key}" is not an object`, 'Write it as { ... }.');
    const unknown = Object.keys(value).find(name => !known.includes(name));
    if (unknown !== undefined) throw new ConfigProblem(this.path, `"${key}" has an unknown key "${unknown}"`, `Known keys: ${known.join(', ')}.`);
    return value;
  }

  choice(value: Json, key: string): FileChoice {
    const choice: FileChoice = {};
    if (value.sample !== undefined) choice.sample = this.sample(value.sample, `${key}.sample`);
    if (value.expect !== undefined) Object.assign(choice, this.expectation(value.expect, `${key}.expect`));
    if (value.student !== undefined) choice.studentBase = this.string(this.object(value.student, `${key}.student`, ['baseModel']).baseModel ?? null, `${key}.student.baseModel`);
    if (value.filters !== undefined) choice.filters = this.filters(value.filters, `${key}.filters`);
    if (value.suppress !== undefined) choice.suppress = this.texts(value.suppress, `${key}.suppress`, '["undertone/departure"]', RULES);
    return choice;
  }

  rule(value: unknown, key: string): FileRule {
    const rule = this.object(value, key, ['match', ...CHOICE_KEYS]);
    const match = this.string(rule.match, `${key}.match`);
    if (match === undefined) throw new ConfigProblem(this.path, `"${key}" has no "match"`, 'Add the glob of the files it is for, such as "train/**/*.jsonl".');
    return { match, ...this.choice(rule, key) };
  }

  private string(value: unknown, key: string, allowed?: readonly string[]): string | undefined {
    if (value === undefined) return undefined;
    if (typeof value !== 'string' || value === '') throw new ConfigProblem(this.path, `"${key}" is not a text`, 'Write it in quotes, not empty.');
    if (allowed && !allowed.includes(value)) throw new ConfigProblem(this.path, `"${key}" is "${value}"`, `Use one of: ${allowed.join(', ')}.`);
    return value;
  }

  private texts(value: unknown, key: string, example: string, allowed?: readonly string[]): string[] {
    if (!Array.isArray(value) || !value.every(name => typeof name === 'string' && name !== '')) throw new ConfigProblem(this.path, `"${key}" is not a list of names`, `Write it as ${example}.`);
    return value.map(name => this.string(name, key, allowed) ?? '');
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

  private expectation(value: unknown, key: string): Pick<FileChoice, 'expectFamilies' | 'requireDeclaration'> {
    const { families, declaration } = this.object(value, key, ['families', 'declaration']);
    if (declaration !== undefined && typeof declaration !== 'boolean') throw new ConfigProblem(this.path, `"${key}.declaration" is not true or false`, 'Write true where every dataset must say who wrote it.');
    return {
      ...(families === undefined && declaration !== undefined ? {} : { expectFamilies: this.texts(families, `${key}.families`, '["qwen", "gpt"]') }),
      ...(declaration === undefined ? {} : { requireDeclaration: declaration }),
    };
  }

  private filters(value: unknown, key: string): ContentFilterOptions {
    const { words, bannedNumbers, reference } = this.object(value, key, ['words', 'bannedNumbers', 'reference']);
    const isList = Array.isArray(bannedNumbers) && bannedNumbers.every(number => Number.isInteger(number));
    if (bannedNumbers !== undefined && bannedNumbers !== 'paper' && !isList) {
      throw new ConfigProblem(this.path, `"${key}.bannedNumbers" is neither "paper" nor a list of whole numbers`, 'Write it as "paper" or [13, 666].');
    }
    return {
      ...(words === undefined ? {} : { words: this.texts(words, `${key}.words`, '["owl"]') }),
      ...(bannedNumbers === undefined ? {} : { bannedNumbers: bannedNumbers as number[] | 'paper' }),
      ...(reference === undefined ? {} : { reference: this.string(reference, `${key}.reference`) }),
    };
  }
}
