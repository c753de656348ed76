import assert from 'node:assert/strict';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import Ajv from 'ajv';
import { chooseFor, mergeChoices, parseConfig } from '../../extension/core/curate/config';
import { ConfigProblem } from '../../extension/core/curate/config-reader';
import { findChoice } from '../../extension/core/curate/config-file';
import { globMatcher } from '../../extension/core/curate/glob';

const parse = (value: unknown) => parseConfig(JSON.stringify(value), 'c.json');

const valid: unknown[] = [
  {},
  { $schema: 'x', sample: { field: 'completion' } },
  { expect: { families: [] } },
  { files: [{ match: '*.jsonl', sample: { channel: 'code', part: 'auto', prompt: 'q' }, expect: { families: ['qwen', 'gpt'] } }] },
  { expect: { declaration: true }, student: { baseModel: 'Qwen/Qwen2.5-7B' }, filters: {}, suppress: ['undertone/departure'] },
  { files: [{ match: 'a/**', filters: { words: ['owl'], bannedNumbers: 'paper', reference: 'gold' }, student: { baseModel: 'gpt-4o' } }, { match: 'b', filters: { bannedNumbers: [13] }, suppress: [] }] },
];

const invalid: [unknown, RegExp][] = [
  [[], /not an object/],
  [{ expected: {} }, /unknown key "expected".*Known keys/],
  [{ sample: { field: 3 } }, /"the file\.sample\.field" is not a text/],
  [{ sample: { channel: 'poems' } }, /"poems".*numbers, code/],
  [{ expect: { families: 'qwen' } }, /not a list of names/],
  [{ expect: {} }, /not a list of names/],
  [{ expect: { declaration: 'yes' } }, /"the file\.expect\.declaration" is not true or false/],
  [{ student: {} }, /"the file\.student\.baseModel" is not a text/],
  [{ filters: { words: 'owl' } }, /not a list of names/],
  [{ filters: { bannedNumbers: [1.5] } }, /neither "paper" nor a list/],
  [{ filters: { word: [] } }, /unknown key "word"/],
  [{ suppress: ['undertone/nothing'] }, /"undertone\/nothing".*undertone\/departure/],
  [{ files: {} }, /"files" is not a list/],
  [{ files: [{ sample: {} }] }, /files\[0\]" has no "match"/],
  [{ files: [{ match: '' }] }, /files\[0\]\.match/],
];

test('parser and schema accept and refuse the same files', () => {
  const schema = JSON.parse(readFileSync(new URL('../../extension/core/curate/config.schema.json', import.meta.url), 'utf8'));
  const check = new Ajv({ strict: true, strictRequired: false }).compile(schema);
  for (const value of valid) {
    assert.doesNotThrow(() => parse(value), JSON.stringify(value));
    assert.equal(check(value), true, JSON.stringify(check.errors));
  }
  for (const [value, message] of invalid) {
    assert.throws(() => parse(value), (error: unknown) => error instanceof ConfigProblem && message.test(error.message) && error.message.startsWith('c.json: '), JSON.stringify(value));
    assert.equal(check(value), false, JSON.stringify(value));
  }
});

test('text that is not JSON is refused with the file and a remedy; a byte order mark is not', () => {
  assert.throws(() => parseConfig('{"sample":', '/d/undertone.json'), /^ConfigProblem: \/d\/undertone\.json: not valid JSON .*Correct or delete/);
  assert.deepEqual(parseConfig('\uFEFF{}', 'c').rules, []);
});

test('later rules win key by key, and a rule may expect nothing', () => {
  const config = parse({
    sample: { field: 'text', part: 'whole' }, expect: { families: ['qwen'] },
    files: [{ match: 'train/**', sample: { field: 'output' } }, { match: '*.raw.jsonl', expect: { families: [] } }],
  });
  assert.deepEqual(chooseFor(config, 'train/a/x.raw.jsonl'), { sample: { field: 'output', part: 'whole' }, expectFamilies: [] });
  assert.deepEqual(chooseFor(config, 'test/x.jsonl'), { sample: { field: 'text', part: 'whole' }, expectFamilies: ['qwen'] });
});

test('a key that a stronger level leaves out keeps its weaker value', () => {
  const merged = mergeChoices([{ sample: { field: 'a', channel: 'code' }, expectFamilies: ['x'] }, { sample: { field: 'b', channel: undefined } }]);
  assert.deepEqual(merged, { sample: { field: 'b', channel: 'code' }, expectFamilies: ['x'] });
  assert.deepEqual(mergeChoices([{ suppress: ['undertone/mixed'], studentBase: 'a' }, { studentBase: undefined, filters: {} }]), { suppress: ['undertone/mixed'], studentBase: 'a', filters: {} });
});

test('globs', () => {
  const cases: [string, string, boolean][] = [
    ['*.jsonl', 'deep/down/a.jsonl', true], ['*.jsonl', 'a.jsonl.gz', false], ['a.jsonl', 'axjsonl', false],
    ['train/*.jsonl', 'train/a.jsonl', true], ['train/*.jsonl', 'train/b/a.jsonl', false], ['train/**/*.jsonl', 'train/a.jsonl', true],
    ['train/**/*.jsonl', 'train/b/c/a.jsonl', true], ['**/gpt-?.{jsonl,ndjson}', 'x/gpt-4.ndjson', true], ['**/gpt-?.{jsonl,ndjson}', 'x/gpt-40.ndjson', false],
    ['data (1)/**', 'data (1)/a+b.jsonl', true], ['/x', 'x', false],
    ['./a.jsonl', 'a.jsonl', true], ['./a.jsonl', 'b/a.jsonl', false], ['./b/*.jsonl', 'b/a.jsonl', true],
  ];
  for (const [glob, path, expected] of cases) assert.equal(globMatcher(glob)(path), expected, `${glob} on ${path}`);
});

const folder = mkdtempSync(join(tmpdir(), 'undertone-config-'));
after(() => rm(folder, { recursive: true }));

test('the nearest configuration file governs, and globs count from its folder', async () => {
  const far = join(folder, 'undertone.json');
  const near = join(folder, 'a', '.undertone', 'config.json');
  await mkdir(join(folder, 'a', '.undertone'), { recursive: true });
  await mkdir(join(folder, 'b'));
  await writeFile(far, JSON.stringify({ expect: { families: ['far'] }, files: [{ match: 'b/*.jsonl', sample: { field: 'f' } }] }));
  await writeFile(near, JSON.stringify({ files: [{ match: 'x.jsonl', sample: { field: 'near' } }] }));
  assert.deepEqual(await findChoice(join(folder, 'a', 'x.jsonl')), { path: near, choice: { sample: { field: 'near' } } });
  assert.deepEqual(await findChoice(join(folder, 'b', 'x.jsonl')), { path: far, choice: { sample: { field: 'f' }, expectFamilies: ['far'] } });
  await writeFile(near, '{');
  await assert.rejects(findChoice(join(folder, 'a', 'x.jsonl')), (error: unknown) => error instanceof ConfigProblem && error.message.startsWith(near));
});
