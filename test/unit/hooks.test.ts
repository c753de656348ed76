import test from 'node:test';
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { readOptions } from '../../extension/cli/options';
import { renderLines } from '../../extension/core/report/lines';
import { teacher } from '../golden/audits';

const hook = readFileSync('.pre-commit-hooks.yaml', 'utf8'), workflow = readFileSync('extension/docs/command-line.md', 'utf8');
const valueOf = (key: string) => new RegExp(`^\\s+${key}: (.*)$`, 'm').exec(hook)?.[1] ?? '';

test('the pre-commit hook runs a command line that is accepted, for datasets only', () => {
  const [program, command, ...args] = valueOf('entry').split(' ');
  assert.deepEqual([program, command], ['undertone', 'audit']);
  assert.doesNotThrow(() => readOptions([...args, 'a.jsonl']));
  const files = new RegExp(valueOf('files'));
  assert.deepEqual(['a.jsonl', 'b/c.ndjson.gz', 'a.json', 'jsonl', 'a.jsonl.txt'].filter(name => files.test(name)), ['a.jsonl', 'b/c.ndjson.gz']);
});

test('the problem matcher reads every finding of the line format, with its place and rule', () => {
  const { regexp, file, line, severity, message, code } = (JSON.parse(readFileSync('package.json', 'utf8')) as { contributes: { problemMatchers: [{ pattern: Record<string, number> & { regexp: string } }] } }).contributes.problemMatchers[0].pattern;
  const lines = renderLines([teacher]).split('\n'), found = lines.map(text => new RegExp(regexp).exec(text));
  assert.equal(found.at(-1), null, 'the verdict itself is no problem');
  const parts = found.slice(0, -1).map(match => [match?.[file], match?.[line], match?.[severity], match?.[code]]);
  assert.deepEqual(parts, [
    ['batch-7.jsonl', '1', 'warning', 'undertone/unexpected-teacher'], ['batch-7.jsonl', '17', 'info', 'undertone/departure'], ['batch-7.jsonl', '21', 'info', 'undertone/content-filter'],
    ['batch-7.jsonl', '1', 'info', 'undertone'], ['batch-7.jsonl', '9', 'warning', 'invalid-json'],
  ]);
  assert.match(found[0]?.[message] ?? '', /^Reads like qwen, but gpt is expected/);
});

test('the workflow in the documentation runs command lines that are accepted', () => {
  const commands = [...workflow.matchAll(/^ +(?:- )?(?:run: )?undertone audit ([^>|\n]*)/gm)].map(match => match[1].replaceAll("'", '').trim().split(/\s+/));
  assert.ok(commands.length >= 2, `${commands.length} commands`);
  for (const args of commands) assert.doesNotThrow(() => readOptions(args), args.join(' '));
});
