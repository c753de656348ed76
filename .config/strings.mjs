// npm run strings: writes extension/l10n/bundle.l10n.json, the texts that translators translate, from every call of `l10n.t` and `t`.
// `--check` writes nothing; it fails where the bundle is not current, or where the host shows a text that goes round it.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';
import { root } from './tools.mjs';

const bundleFile = 'extension/l10n/bundle.l10n.json';

/** Rooms that speak to a person through the editor. */
const rooms = ['extension/editor', 'extension/views', 'extension/commands'];

/** Words that are no language: styles, drawings, the frame of a page, an id made of a base's name. */
const notWords = [/^(none )+(solid|dashed) none$/, /^data:image/, /^<svg /, /stroke/, /-src |^ data:$/, /^<!DOCTYPE|^">|<\/title>/, /^ neutral$/, /^vscode\./];

/** Properties whose text is shown, even where it is one word. */
const shown = new Set(['title', 'label', 'description', 'detail', 'tooltip', 'placeHolder', 'prompt', 'message', 'name']);
/** Names: the same in every language. */
const names = new Set(['Undertone', 'HTML', 'Markdown', 'SARIF', 'JSON', 'JSONL', '']);

const isTranslation = node => ts.isCallExpression(node) && /(^|\.)(l10n\.t|t)$/.test(node.expression.getText());
const isText = node => ts.isStringLiteralLike(node) || ts.isTemplateHead(node) || ts.isTemplateMiddle(node) || ts.isTemplateTail(node);
const isProse = text => /[A-Za-z]{2,}[,:]? [A-Za-z]|[a-z]{2,} $|^ [a-z]{2,}/.test(text) && !notWords.some(pattern => pattern.test(text));
const isShownWord = ({ parent, text }) => ts.isPropertyAssignment(parent) && shown.has(parent.name.getText()) && /^[A-Z]?[a-z]+$/.test(text) && !names.has(text);
/** The log is for whoever mends the extension. */
const isLogged = node => ts.isCallExpression(node) && /(^|\.)log\.\w+$/.test(node.expression.getText());

/** Texts given to the translation in a file, and places of texts that are shown without it. */
function readFile(file, isHost) {
  const source = ts.createSourceFile(file, readFileSync(path.join(root, file), 'utf8'), ts.ScriptTarget.Latest, true);
  const texts = [], untranslated = [];
  const visit = node => {
    if (ts.isImportDeclaration(node) || ts.isTypeNode(node) || isLogged(node)) return;
    if (isTranslation(node) && ts.isStringLiteralLike(node.arguments[0])) texts.push(node.arguments[0].text);
    else if (isHost && isText(node) && (isProse(node.text) || isShownWord(node))) untranslated.push(`${file}:${source.getLineAndCharacterOfPosition(node.getStart()).line + 1}: ${JSON.stringify(node.text)}`);
    else ts.forEachChild(node, visit);
    if (isTranslation(node)) node.arguments.slice(1).forEach(visit);
  };
  visit(source);
  return { texts, untranslated };
}

const filesOf = folder => readdirSync(path.join(root, folder), { recursive: true }).filter(name => name.endsWith('.ts')).map(name => `${folder}/${name}`);
const read = filesOf('extension').map(file => readFile(file, rooms.some(room => file.startsWith(`${room}/`))));
const texts = [...new Set(read.flatMap(each => each.texts))].sort();
const bundle = `${JSON.stringify(Object.fromEntries(texts.map(text => [text, text])), null, 2)}\n`;

const untranslated = read.flatMap(each => each.untranslated);
for (const place of untranslated) console.error(`${place} is shown and goes round l10n.t`);
const target = path.join(root, bundleFile);
if (!process.argv.includes('--check')) writeFileSync(target, bundle);
const isCurrent = readFileSync(target, 'utf8') === bundle;
if (!isCurrent) console.error(`${bundleFile} is not current: npm run strings`);
console.log(`${texts.length} texts to translate in ${bundleFile}`);
process.exitCode = isCurrent && untranslated.length === 0 ? 0 : 1;
