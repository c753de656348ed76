// npm run docs: writes the tables of commands and settings in extension/docs/reference.md from package.json and package.nls.json, between their marks.
// `--check` writes nothing and fails where they are not current.
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { root } from './tools.mjs';

const page = path.join(root, 'extension/docs/reference.md');
const read = name => JSON.parse(readFileSync(path.join(root, name), 'utf8'));
const { contributes } = read('package.json'), texts = read('package.nls.json');
const text = reference => texts[reference.slice(1, -1)];

const row = (...cells) => `| ${cells.map(cell => cell.replaceAll('|', '\\|')).join(' | ')} |`;
const table = (head, rows) => [row(...head), row(...head.map(() => '---')), ...rows].join('\n');

const PLACES = { 'explorer/context': 'explorer', 'editor/title': 'editor title', 'editor/context': 'editor menu', 'view/title': 'Audits view', 'view/item/context': 'Audits view' };

/** Where a command stands besides the palette. */
function placesOf(command) {
  const places = Object.entries(contributes.menus).filter(([menu, entries]) => PLACES[menu] && entries.some(entry => entry.command === command)).map(([menu]) => PLACES[menu]);
  const keys = contributes.keybindings.filter(binding => binding.command === command).map(({ key, mac }) => `\`${key}\` (\`${mac}\`)`);
  return [...keys, ...new Set(places)].join(', ');
}

const commands = () => table(['in the palette: Undertone', 'does', 'also by'],
  contributes.commands.map(({ command, title }) => row(text(title), texts[`command.${command.split('.')[1]}.does`], placesOf(command))));

/** A setting's description, with each of its values where they are listed. */
const described = ({ markdownDescription, enum: values = [], markdownEnumDescriptions = [] }) =>
  [text(markdownDescription), ...values.map((value, i) => `\`${value}\`: ${text(markdownEnumDescriptions[i])}`)].join('<br>');

const settings = () => contributes.configuration.map(({ title, properties }) => `### ${text(title)}\n\n${table(['setting', 'default', 'does'],
  Object.entries(properties).map(([key, setting]) => row(`\`${key}\``, `\`${JSON.stringify(setting.default)}\``, described(setting))))}`).join('\n\n');

/** Puts a table between its marks. */
function fill(markdown, name, content) {
  const begin = `<!-- ${name}: written by npm run docs -->`, end = `<!-- /${name} -->`;
  const [from, to] = [markdown.indexOf(begin), markdown.indexOf(end)];
  if (from < 0 || to < from) throw new Error(`${page} has lost its marks ${begin} ... ${end}`);
  return `${markdown.slice(0, from + begin.length)}\n\n${content}\n\n${markdown.slice(to)}`;
}

const before = readFileSync(page, 'utf8');
const after = fill(fill(before, 'commands', commands()), 'settings', settings());
if (!process.argv.includes('--check')) writeFileSync(page, after);
else if (after !== before) {
  console.error(`${page} is not current: npm run docs`);
  process.exitCode = 1;
}
