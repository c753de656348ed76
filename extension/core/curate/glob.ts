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

/** A glob whose braces do not pair means the name that it spells. */
function expressionOf(source: string, glob: string): RegExp {
  try {
    return new RegExp(`^${source}$`);
  } catch {
    return new RegExp(`^${glob.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}$`);
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
  const expression = expressionOf(source, glob);
  const wholePath = glob.includes('/');
  return path => expression.test(wholePath ? path : path.slice(path.lastIndexOf('/') + 1));
}
