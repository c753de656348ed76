// The walls of the house (CONTRIBUTING.md): which room may import which, and how long a function may be.
import tseslint from 'typescript-eslint';

/** Rooms of extension/, lowest floor first; a room imports only from itself and from floors below it. */
const floors = [
  ['core/protocol'],
  ['core/bytes', 'core/filter'],
  ['core/records'],
  ['core/onnx', 'core/dataset', 'core/content-filters'],
  ['core/fingerprint', 'core/lab'],
  ['core/enrol', 'core/language-lab'],
  ['core/verdict'],
  ['core/compare', 'core/lineage'],
  ['core/provenance'],
  ['core/curate'],
  ['core/audit'],
  ['core/report'],
  ['worker'],
  ['cli', 'editor', 'views', 'commands'],
];

const escape = room => room.replace('/', '\\/');
const outside = rooms => rooms.map(room => ({
  regex: `(^|/)${escape(room.replace('core/', ''))}/`,
  message: `This room may not import from ${room}: it stands on a floor above (CONTRIBUTING.md, "Rooms and floors").`,
}));

const wall = (room, floor) => {
  const isCore = room.startsWith('core/');
  const above = floors.slice(floor + 1).flat();
  const banned = isCore ? [{ name: 'vscode', message: 'core never imports vscode.' }] : room === 'cli' || room === 'worker'
    ? [{ name: 'vscode', message: 'Only editor/, views/ and commands/ use the vscode API.' }] : [];
  return {
    files: [`extension/${room}/**/*.ts`],
    rules: {
      'no-restricted-imports': ['error', { paths: banned, patterns: [
        ...outside(above),
        ...(isCore ? [{ regex: '(^|/)webview/', message: 'core never imports a page.' }] : []),
      ] }],
      ...(isCore ? { 'no-restricted-globals': ['error', 'document', 'window', 'navigator', 'localStorage', 'fetch'] } : {}),
    },
  };
};

export default tseslint.config(
  { ignores: ['dist/**', 'node_modules/**', '.vscode-host*/**', 'test/output/**'] },
  ...tseslint.configs.recommended,
  {
    files: ['**/*.ts', '**/*.mjs'],
    rules: {
      'max-lines-per-function': ['error', { max: 40, skipBlankLines: true, skipComments: true }],
      'max-lines': ['error', { max: 250, skipBlankLines: true, skipComments: true }],
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      eqeqeq: 'error',
      'no-console': 'error',
    },
  },
  { files: ['test/**', 'models/training/**', '.config/**', 'test/bench/**'], rules: { 'no-console': 'off' } },
  { files: ['test/**'], rules: { 'max-lines-per-function': 'off' } },
  ...floors.flatMap((rooms, floor) => rooms.map(room => wall(room, floor))),
  {
    files: ['webview/**/*.ts'],
    rules: { 'no-restricted-imports': ['error', { patterns: [
      { regex: '^vscode$', message: 'A page has no vscode API.' },
      { regex: 'extension/(?!core/(protocol|filter)/|core/records/visible-text$)', message: 'A page imports only core/protocol, core/filter and core/records/visible-text.' },
    ] }] },
  },
  { // the retired toolkit stays behind one module, so that it can be swapped
    files: ['webview/**/*.ts'], ignores: ['webview/common/controls.ts'],
    rules: { 'no-restricted-syntax': ['error', { selector: "ImportDeclaration[source.value=/webview-ui-toolkit/]", message: 'Only webview/common/controls.ts knows the UI toolkit.' }] },
  },
);
