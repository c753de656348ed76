import { familyOfName } from '../verdict/declared';

/** What Croissant 1.1 and its responsible-AI vocabulary have to say who or what made the data. */
const KEYS = ['wasGeneratedBy', 'wasAttributedTo', 'wasAssociatedWith', 'wasDerivedFrom', 'machineAnnotationTools', 'generatedBy', 'generator', 'model', 'teacher'];
const MAX_DEPTH = 12;

/**
 * The models that a Croissant description names, anywhere in it; undefined where the JSON is none. Texts that name no known family are left out: those keys name people and tools too.
 * @throws SyntaxError when the text is not JSON.
 */
export function declaredInCroissant(text: string): string[] | undefined {
  const root: unknown = JSON.parse(text.replace(/^\uFEFF/, ''));
  if (!isObject(root) || !/croissant/i.test(JSON.stringify([root.conformsTo, root['dct:conformsTo'], root['@context']]))) return undefined;
  const names = new Set<string>();
  visit(root, false, names, 0);
  return [...names];
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);

function visit(value: unknown, isMaker: boolean, names: Set<string>, depth: number): void {
  if (depth > MAX_DEPTH) return;
  if (typeof value === 'string') { if (isMaker && familyOfName(value) !== null) names.add(value); return; }
  if (Array.isArray(value)) return value.forEach(item => visit(item, isMaker, names, depth + 1));
  if (!isObject(value)) return;
  for (const [key, item] of Object.entries(value)) {
    const local = key.slice(key.lastIndexOf(':') + 1);
    visit(item, KEYS.includes(local) || (isMaker && ['name', '@id', 'label', 'identifier'].includes(local)), names, depth + 1);
  }
}
