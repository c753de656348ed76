const MOST_PATHS = 60;
const DEEPEST = 6;

/** Field paths of the texts in a record, as `undertone.sample.field` takes them: `completion`, `messages[].content`. Shallow ones first. */
export function textFieldPaths(record: unknown): string[] {
  const found = new Set<string>();
  const visit = (value: unknown, path: string, depth: number): void => {
    if (found.size >= MOST_PATHS || depth > DEEPEST) return;
    if (typeof value === 'string') { if (path) found.add(path); }
    else if (Array.isArray(value)) value.slice(0, 20).forEach(item => visit(item, `${path}[]`, depth + 1));
    else if (typeof value === 'object' && value !== null) {
      for (const [key, item] of Object.entries(value)) visit(item, path ? `${path}.${key}` : key, depth + 1);
    }
  };
  visit(record, '', 0);
  return [...found].sort((a, b) => a.split(/[.[]/).length - b.split(/[.[]/).length);
}
