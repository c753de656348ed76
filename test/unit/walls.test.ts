import test from 'node:test';
import assert from 'node:assert/strict';
import path from 'node:path';
import { ESLint } from 'eslint';

const eslint = new ESLint({ overrideConfigFile: path.resolve('.config/eslint.mjs') });

/** Messages of the rules broken by a file with this text at this place. */
async function broken(filePath: string, text: string): Promise<string[]> {
  const [result] = await eslint.lintText(text, { filePath: path.resolve(filePath) });
  return result.messages.map(message => message.ruleId ?? message.message);
}

const WALLS: [place: string, text: string, rule: string][] = [
  ['extension/core/bytes/x.ts', "import { window } from 'vscode';\nexport const y = window;\n", 'no-restricted-imports'],
  ['extension/worker/x.ts', "import { window } from 'vscode';\nexport const y = window;\n", 'no-restricted-imports'],
  ['extension/core/bytes/x.ts', "import { readRecord } from '../records/record-reader';\nexport const y = readRecord;\n", 'no-restricted-imports'],
  ['extension/core/verdict/x.ts', "import { renderText } from '../report/text';\nexport const y = renderText;\n", 'no-restricted-imports'],
  ['extension/core/audit/x.ts', "import { main } from '../../cli/main';\nexport const y = main;\n", 'no-restricted-imports'],
  ['extension/core/records/x.ts', 'export const y = document.title;\n', 'no-restricted-globals'],
  ['webview/dataset/x.ts', "import { openSource } from '../../extension/core/bytes/open';\nexport const y = openSource;\n", 'no-restricted-imports'],
  ['webview/dataset/x.ts', "import { allComponents } from '@vscode/webview-ui-toolkit';\nexport const y = allComponents;\n", 'no-restricted-syntax'],
  ['extension/core/bytes/x.ts', `export function long(): number {\n${'  Math.random();\n'.repeat(41)}  return 1;\n}\n`, 'max-lines-per-function'],
];

test('the linter holds every wall of the house', async () => {
  for (const [place, text, rule] of WALLS) assert.ok((await broken(place, text)).includes(rule), `${rule} does not fire for ${text.slice(0, 60)} in ${place}`);
});

test('what the house allows is allowed', async () => {
  assert.deepEqual(await broken('extension/core/audit/x.ts', "import { readRecord } from '../records/record-reader';\nexport const y = readRecord;\n"), []);
  assert.deepEqual(await broken('extension/editor/x.ts', "import { window } from 'vscode';\nexport const y = window;\n"), []);
});
