import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';

const files = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], { encoding: 'utf8' }).split('\n').filter(file => file && existsSync(file));
const isTest = (file: string) => file.startsWith('test/');
const sources = new Map(files.filter(file => /\.(ts|mjs)$/.test(file)).map(file => [file, readFileSync(file, 'utf8')]));
const words = new Map([...sources].map(([file, text]) => [file, new Set(text.match(/[\w$]+/g) ?? [])]));

/** Names that a file exports, whatever they are. */
const exportsOf = (text: string): string[] => [
  ...[...text.matchAll(/^export (?:abstract |async )?(?:function\*?|class|interface|type|enum|const|let) ([\w$]+)/gm)].map(match => match[1]),
  ...[...text.matchAll(/^export const [[{]([^\]}]+)[\]}] =/gm)].flatMap(match => match[1].split(',').map(name => name.trim())),
];

/** Called by VS Code. */
const CALLED_FROM_OUTSIDE = ['activate', 'deactivate'];
/** Bytes in memory stand in for files wherever a test reads. */
const FOR_TESTS = ['memorySource'];

/** An export is used where its name stands in another file of the product, or a second time in its own: then at worst it need not be exported. */
function isUsed(file: string, text: string, name: string): boolean {
  const again = text.split(new RegExp(`(?<![\\w$])${name.replaceAll('$', '\\$')}(?![\\w$])`)).length > 2;
  return again || [...words].some(([other, named]) => other !== file && (isTest(file) || !isTest(other)) && named.has(name));
}

test('nothing is exported that nothing uses', () => {
  const dead = [...sources].filter(([file]) => !file.endsWith('.test.ts'))
    .flatMap(([file, text]) => exportsOf(text).filter(name => ![...CALLED_FROM_OUTSIDE, ...FOR_TESTS].includes(name) && !isUsed(file, text, name)).map(name => `${file}: ${name}`));
  assert.deepEqual(dead, []);
});

test('every source file is reached: imported, bundled, run by a command, or a test', () => {
  const all = [...sources.values()].join('\n') + readFileSync('package.json', 'utf8') + readFileSync('CONTRIBUTING.md', 'utf8') + readFileSync('.ci/run', 'utf8');
  const isReached = (file: string) => {
    const stem = path.basename(file).replace(/\.(ts|mjs)$/, '');
    return all.includes(`/${stem}'`) || all.includes(`${path.basename(file)}`) || all.includes(`\`${stem}\``) || all.includes(`'${stem}'`);
  };
  assert.deepEqual([...sources.keys()].filter(file => !file.endsWith('.test.ts') && path.basename(file) !== 'main.ts' && !isReached(file)), []);
});

test('the top level holds what a reader looks for there, and nothing else', () => {
  const expected = ['CHANGELOG.md', 'CONTRIBUTING.md', 'LICENSE', 'README.md', 'THIRD_PARTY_NOTICES.txt', 'extension', 'models', 'package-lock.json', 'package.json', 'package.nls.json', 'test', 'tsconfig.json', 'webview'];
  assert.deepEqual([...new Set(files.map(file => file.split('/')[0]))].filter(name => !name.startsWith('.')).toSorted(), expected);
});

test('a folder\'s README is one screen', () => {
  const long = files.filter(file => /\/README\.md$/.test(file) && readFileSync(file, 'utf8').split('\n').length > 50);
  assert.deepEqual(long, []);
});

test('every room that CONTRIBUTING names is there, and every room is named', () => {
  const text = readFileSync('CONTRIBUTING.md', 'utf8');
  const rooms = [...new Set(files.filter(file => file.startsWith('extension/core/')).map(file => file.split('/')[2]))];
  for (const room of rooms) assert.match(text, new RegExp(`^ +${room}/ `, 'm'), room);
  for (const folder of ['editor', 'views', 'commands', 'cli', 'worker', 'docs', 'l10n', 'samples']) assert.match(text, new RegExp(`^ +${folder}/`, 'm'), folder);
});
