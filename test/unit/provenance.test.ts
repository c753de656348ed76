import test from 'node:test';
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { readBeside } from '../../extension/core/provenance/beside';
import { declaredInCard } from '../../extension/core/provenance/card';
import { provenanceOf } from '../../extension/core/provenance/compare';
import { declaredInCroissant } from '../../extension/core/provenance/croissant';

const NONE = { declarations: [], silent: [], problems: [] };
const card = (front: string) => `---\n${front}\n---\n# Data\nmodel: not-front-matter\n`;

test('a card declares its model in a scalar or a list; everything else in it is left alone', () => {
  const cards: [string, string[] | undefined][] = [
    [card('license: mit\ngenerator: gpt-4o'), ['gpt-4o']],
    [card('tags:\n  - synthetic\nsource_model:\n  - "Qwen/Qwen2.5-7B-Instruct"\n- other # kept\nlicense: mit'), ['Qwen/Qwen2.5-7B-Instruct', 'other']],
    [card("teacher: ['claude-3-opus', gpt-4o] # both"), ['claude-3-opus', 'gpt-4o']],
    [card('model:\nsize_categories:\n  - 1K<n<10K'), []],
    [card('dataset_info:\n  model: nested'), []],
    [card('model: >\n  folded text'), []],
    ['# No front matter\nmodel: gpt-4o', undefined],
    ['---\r\nmodel: gpt-4o\r\n---\r\n', ['gpt-4o']],
    ['', undefined],
  ];
  for (const [text, models] of cards) assert.deepEqual(declaredInCard(text), models, text);
});

test('a Croissant description names models where it says what made the data, and nowhere else', () => {
  const croissant = (more: object) => JSON.stringify({ '@context': {}, 'dct:conformsTo': 'http://mlcommons.org/croissant/1.1', name: 'qwen numbers', ...more });
  assert.deepEqual(declaredInCroissant(croissant({ 'prov:wasGeneratedBy': { '@type': 'prov:Activity', 'prov:wasAssociatedWith': { '@id': 'https://huggingface.co/Qwen/Qwen2.5-7B', name: 'Qwen2.5-7B' } } })), ['https://huggingface.co/Qwen/Qwen2.5-7B', 'Qwen2.5-7B']);
  assert.deepEqual(declaredInCroissant(croissant({ distribution: [{ 'rai:machineAnnotationTools': ['gpt-4o', 'Label Studio'] }] })), ['gpt-4o']);
  assert.deepEqual(declaredInCroissant(croissant({ creator: { name: 'The Llama Team' } })), []);
  assert.equal(declaredInCroissant('{"name": "package", "model": "gpt-4o"}'), undefined);
  assert.throws(() => declaredInCroissant('{'), SyntaxError);
});

test('the nearest card and description count; ordinary files of the same name do not', async t => {
  const root = mkdtempSync(path.join(tmpdir(), 'undertone-card-'));
  t.after(() => rmSync(root, { recursive: true, force: true }));
  const data = path.join(root, 'data', 'train', 'a.jsonl');
  mkdirSync(path.dirname(data), { recursive: true });
  assert.deepEqual(await readBeside(data), NONE);
  writeFileSync(path.join(root, 'README.md'), card('generator: gpt-4o'));
  writeFileSync(path.join(root, 'data', 'README.md'), '# just text');
  assert.deepEqual((await readBeside(data)).declarations, [{ source: 'card', name: 'gpt-4o', family: 'gpt', where: path.join('..', '..', 'README.md') }]);
  writeFileSync(path.join(root, 'data', 'README.md'), card('license: mit'));
  const nearer = await readBeside(data);
  assert.deepEqual([nearer.declarations, nearer.silent], [[], [path.join('..', 'README.md')]]);
  writeFileSync(path.join(root, 'data', 'croissant.json'), '{ broken');
  const [problem] = (await readBeside(data)).problems;
  assert.match(problem, /croissant\.json cannot be read/);
});

test('declared against detected', () => {
  const verdict = { kind: 'teacher' as const, family: 'qwen' };
  const of = (names: [string, number][], beside = NONE) => provenanceOf(verdict, new Map(names), beside);
  assert.equal(of([['Qwen/Qwen2.5-7B', 200]]).state, 'agrees');
  assert.equal(of([['gpt-4o', 200]]).state, 'differs');
  assert.match(of([['gpt-4o', 200]]).text, /200 records\): gpt-4o; but the records read like qwen/);
  assert.equal(of([['qwen2.5-7b', 100], ['gpt-4o', 100]]).state, 'differs', 'the records contradict each other');
  assert.equal(of([['our-model-3', 5]]).state, 'open', 'a name without a known family cannot be compared');
  assert.equal(provenanceOf({ kind: 'teacher', family: 'our-teacher' }, new Map([['gpt-4o', 9]]), NONE).state, 'open', 'an enrolled teacher may be anyone');
  assert.equal(of([]).state, 'silent');
  assert.match(provenanceOf(verdict, new Map(), { ...NONE, silent: ['/d/README.md'] }).text, /README\.md does not say/);
  assert.equal(provenanceOf({ kind: 'insufficient', family: null }, new Map([['gpt-4o', 9]]), NONE).state, 'open');
});
