/** Keys of a dataset card's front matter that say which model wrote the data; most cards have none of them. */
const KEYS = ['generator', 'generated_by', 'source_model', 'teacher', 'teacher_model', 'model', 'model_name', 'synthetic_model', 'generation_model'];

/** A line of front matter: a top-level key with what follows it, or an item of a list. Whatever else YAML can say is left alone. */
const ENTRY = /^([\w-]+)\s*:(?:\s+(.*)|)$/, ITEM = /^\s*-\s+(.+)$/;

/** The models that a dataset card's front matter declares; undefined where the text has no front matter, so that it is no dataset card. */
export function declaredInCard(text: string): string[] | undefined {
  const front = /^\uFEFF?---[ \t]*\r?\n([^]*?)\r?\n---[ \t]*(?:\r?\n|$)/.exec(text)?.[1];
  if (front === undefined) return undefined;
  const names: string[] = [];
  let isOurs = false;
  for (const line of front.split(/\r?\n/)) {
    const [, key, value = ''] = ENTRY.exec(line) ?? [];
    if (key !== undefined) isOurs = KEYS.includes(key.toLowerCase());
    const item = key === undefined ? ITEM.exec(line)?.[1] : value;
    if (isOurs && item !== undefined) names.push(...scalars(item));
  }
  return names;
}

/** The plain texts of a scalar or of a list in brackets, without quotes and comments. */
function scalars(value: string): string[] {
  const plain = value.replace(/(^|\s)#.*$/, '').trim();
  const parts = /^\[.*\]$/.test(plain) ? plain.slice(1, -1).split(',') : [plain];
  return parts.map(part => part.trim().replace(/^(["'])(.*)\1$/, '$2').trim()).filter(part => part !== '' && !/^[>|{&*!]/.test(part) && part !== 'null' && part !== '~');
}
