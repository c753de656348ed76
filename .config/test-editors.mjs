// npm run test:editors: the end-to-end tests in the oldest VS Code that the extension admits and in the newest that npm has; `-- oldest` only there.
import { need, run } from './tools.mjs';

const chosen = process.argv.slice(2);
const failed = (chosen.length > 0 ? chosen : ['oldest', 'newest']).filter(editor => {
  console.log(`\n==== ${editor} VS Code`);
  need(process.execPath, ['test/vscode/host/setup.mjs', editor]);
  return run(process.execPath, ['.config/test.mjs', 'vscode'], { env: { ...process.env, VSCODE_EDITOR: editor, REQUIRE_VSCODE_HOST: '1' } }) !== 0;
});
console.log(failed.length > 0 ? `End-to-end tests failed in: ${failed.join(', ')}` : 'End-to-end tests passed.');
process.exitCode = failed.length > 0 ? 1 : 0;
