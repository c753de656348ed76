const SPECIAL = /[.+^$()|[\]\\]/;

/** Translates one glob character sequence at `index`; returns the regular expression's text and how many characters it took. */
function translate(glob: string, index: number): [string, number] {
  const rest = glob.slice(index);
  if (rest.startsWith('**/')) return ['(?:.*/)?', 3];
  if (rest.startsWith('**')) return ['.*', 2];
  const character = glob[index];
  if (character === '*') return ['[^/]*', 1];
  if (character === '?') return ['[^/]', 1];
  if (character === '{') return ['(?:', 1];
  if (character === '}') return [')', 1];
  if (character === ',') return ['|', 1];
  return [SPECIAL.test(character) ? `\\${character}` : character, 1];
}

/** Longer ones are no patterns, and too large for an expression. */
const MOST_CHARACTERS = 1000;

/** Tests a path; a glob whose braces do not pair, or that is very long, means the name that it spells. */
function testOf(source: string, glob: string): (path: string) => boolean {
  if (glob.length > MOST_CHARACTERS) return path => path === glob;
  try {
    const expression = new RegExp(`^${source}$`);
    return path => expression.test(path);
  } catch {
    return path => path === glob;
  }
}

/**
 * Makes a test for paths with `/` separators: `*`, `**`, `?` and `{a,b}`.
 * As in .gitignore, a pattern without `/` is compared with the last part of the path only; `./` at its start ties it to the folder.
 */
export function globMatcher(glob: string): (path: string) => boolean {
  let source = '';
  for (let index = glob.startsWith('./') ? 2 : 0; index < glob.length;) {
    const [text, length] = translate(glob, index);
    source += text;
    index += length;
  }
  const isMatch = testOf(source, glob);
  const wholePath = glob.includes('/');
  return path => isMatch(wholePath ? path : path.slice(path.lastIndexOf('/') + 1));
}
