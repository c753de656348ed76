import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
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
  const inManifest = [...JSON.stringify(manifest).matchAll(/"%([\w.]+)%"/g)].map(match => match[1]);
  const inReference = Object.values(COMMANDS).map(id => `command.${id.replace('undertone.', '')}.does`); // the table of commands says what each does
  assert.deepEqual([...new Set(inManifest), ...inReference].toSorted(), Object.keys(strings).toSorted());
  assert.deepEqual(Object.entries(strings).filter(([, value]) => value.trim() === ''), []);
});

/** Ids of the commands that a text links to, and their arguments; `toSide:` is how the walkthrough stays where it is. */
const linkedCommands = (value: string) => [...value.matchAll(/\(command:(?:toSide:)?([\w.]+)(?:\?([^)]*))?\)/g)].map(([, id, query]) => ({ id, argument: query === undefined ? undefined : JSON.parse(decodeURIComponent(query)) as unknown }));

test('links in the walkthrough and in empty views run commands that are there, with arguments that are there', () => {
  const links = Object.entries(strings).filter(([key]) => /^(walkthrough|welcome)\./.test(key)).flatMap(([, value]) => linkedCommands(value));
  assert.ok(links.length > 15, `${links.length} links`);
  const known: string[] = [...Object.values(COMMANDS), 'vscode.openFolder', 'workbench.action.openWalkthrough'];
  assert.deepEqual(links.map(({ id }) => id).filter(id => !known.includes(id)), []);
  const arguments_ = links.filter(({ argument }) => argument !== undefined).map(({ argument }) => argument);
  const samples = readdirSync(join(root, 'extension/samples')).filter(name => name.endsWith('.jsonl'));
  const [walkthrough] = contributes.walkthroughs;
  const allowed = [...samples, `${manifest.publisher}.${manifest.name}#${walkthrough.id}`];
  assert.ok(arguments_.length >= 3);
  for (const argument of arguments_) assert.ok(typeof argument === 'string' && allowed.includes(argument), String(argument));
});

test('the walkthrough has five steps; each is done by a command that it links to, and has a picture or a page', () => {
  const [{ steps }] = contributes.walkthroughs;
  assert.equal(steps.length, 5);
  for (const { id, description, media, completionEvents } of steps) {
    const linked = linkedCommands(strings[description.slice(1, -1)]).map(link => link.id);
    const completing: string[] = completionEvents.map((event: string) => event.replace('onCommand:', ''));
    assert.ok(completing.some(command => linked.includes(command)), id);
    for (const command of completing) assert.ok(Object.values<string>(COMMANDS).includes(command), `${id}: ${command}`);
    assert.ok(existsSync(join(root, media.image ?? media.markdown)), id);
  }
});

test('the table of samples and the bundled datasets are the same', () => {
  const offered = [...text('extension/commands/open-sample.ts').matchAll(/label: '([\w-]+\.jsonl)'/g)].map(match => match[1]);
  assert.deepEqual(offered.toSorted(), readdirSync(join(root, 'extension/samples')).filter(name => name.endsWith('.jsonl')).toSorted());
});

test('the dataset view is contributed as an option and never takes over a file', () => {
  const [view] = contributes.customEditors;
  assert.equal(view.viewType, DATASET_VIEW);
  assert.equal(view.priority, 'option');
});

test('the extension wakes up for datasets: open ones, and those of the workspace, which may be too large to become documents', () => {
  assert.deepEqual(manifest.activationEvents, ['onLanguage:jsonl', 'workspaceContains:**/*.{jsonl,ndjson}']);
});
