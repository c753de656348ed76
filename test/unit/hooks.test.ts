import test from 'node:test';
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { readOptions } from '../../extension/cli/options';
import { RULES } from '../../extension/core/protocol/nouns';

const hook = readFileSync('.pre-commit-hooks.yaml', 'utf8'), readme = readFileSync('README.md', 'utf8');
const valueOf = (key: string) => new RegExp(`^\\s+${key}: (.*)$`, 'm').exec(hook)?.[1] ?? '';

test('the pre-commit hook runs a command line that is accepted, for datasets only', () => {
  const [program, command, ...args] = valueOf('entry').split(' ');
  assert.deepEqual([program, command], ['undertone', 'audit']);
  assert.doesNotThrow(() => readOptions([...args, 'a.jsonl']));
  const files = new RegExp(valueOf('files'));
  assert.deepEqual(['a.jsonl', 'b/c.ndjson.gz', 'a.json', 'jsonl', 'a.jsonl.txt'].filter(name => files.test(name)), ['a.jsonl', 'b/c.ndjson.gz']);
});

test('the workflow in the README runs command lines that are accepted', () => {
  const commands = [...readme.matchAll(/^ +(?:- )?(?:run: )?undertone audit ([^>|\n]*)/gm)].map(match => match[1].replaceAll("'", '').trim().split(/\s+/));
  assert.ok(commands.length >= 2, `${commands.length} commands`);
  for (const args of commands) assert.doesNotThrow(() => readOptions(args), args.join(' '));
});

test('the README explains every rule', () => {
  for (const rule of RULES) assert.ok(readme.includes(`| \`${rule}\` |`), rule);
});
