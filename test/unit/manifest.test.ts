import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { test } from 'node:test';
import { COMMANDS, DATASET_VIEW } from '../../extension/commands/ids';

const root = fileURLToPath(new URL('../..', import.meta.url));
const text = (path: string) => readFileSync(join(root, path), 'utf8');
const manifest = JSON.parse(text('package.json'));
const { contributes } = manifest;
const strings: Record<string, string> = JSON.parse(text('package.nls.json'));
const source = readdirSync(join(root, 'extension'), { recursive: true, encoding: 'utf8' })
  .filter(path => path.endsWith('.ts')).map(path => text(join('extension', path))).join('\n');

interface Setting { type: string; default: unknown; scope: string; enum?: string[]; markdownDescription?: string; markdownEnumDescriptions?: string[] }
const settings = Object.entries<Setting>(Object.assign({}, ...contributes.configuration.map((group: { properties: object }) => group.properties)));

test('the table of commands and the manifest name the same commands', () => {
  const contributed: string[] = contributes.commands.map((command: { command: string }) => command.command);
  assert.deepEqual(contributed.toSorted(), Object.values(COMMANDS).toSorted());
});

test('menus and keybindings name contributed commands only', () => {
  const used = [...Object.values<{ command: string }[]>(contributes.menus).flat(), ...contributes.keybindings].map(entry => entry.command);
  const known: string[] = Object.values(COMMANDS);
  assert.deepEqual(used.filter(command => !known.includes(command)), []);
});

test('at most 20 settings; each is read by its key, documented, and has a default', () => {
  assert.ok(settings.length <= 20, `${settings.length} settings`);
  for (const [key, setting] of settings) {
    assert.ok(source.includes(`'${key.replace(/^undertone\./, '')}'`), `${key} is read nowhere`);
    assert.notEqual(setting.default, undefined, key);
    assert.ok(setting.markdownDescription, key);
    assert.equal(setting.markdownEnumDescriptions?.length, setting.enum?.length, key);
  }
});

test('settings that a workspace could use to vouch for its own data are restricted', () => {
  const aboutData = settings.map(([key]) => key).filter(key => /\.(sample|expect|student)\./.test(key));
  assert.deepEqual(manifest.capabilities.untrustedWorkspaces.restrictedConfigurations.toSorted(), aboutData.toSorted());
});

test('every colour is used and has a default in all four kinds of theme; no other colour is used', () => {
  const ids: string[] = contributes.colors.map((colour: { id: string }) => colour.id);
  for (const { id, defaults } of contributes.colors) assert.deepEqual(Object.keys(defaults).toSorted(), ['dark', 'highContrast', 'highContrastLight', 'light'], id);
  const used = [...source.matchAll(/'(undertone\.(?:evidence|finding)\.\w+)'/g)].map(match => match[1]);
  assert.deepEqual([...new Set(used)].toSorted(), ids.toSorted());
});

test('every text of the manifest is there, and none is left over', () => {
  const keys = [...JSON.stringify(manifest).matchAll(/"%([\w.]+)%"/g)].map(match => match[1]);
  assert.deepEqual([...new Set(keys)].toSorted(), Object.keys(strings).toSorted());
  assert.deepEqual(Object.entries(strings).filter(([, value]) => value.trim() === ''), []);
});

test('the dataset view is contributed as an option and never takes over a file', () => {
  const [view] = contributes.customEditors;
  assert.equal(view.viewType, DATASET_VIEW);
  assert.equal(view.priority, 'option');
});

test('the extension wakes up for datasets: open ones, and those of the workspace, which may be too large to become documents', () => {
  assert.deepEqual(manifest.activationEvents, ['onLanguage:jsonl', 'workspaceContains:**/*.{jsonl,ndjson}']);
});
