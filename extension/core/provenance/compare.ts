import type { Beside, Declaration, Provenance, Verdict } from '../protocol/nouns';
import { familyOfName, ROOT_FAMILIES } from '../verdict/declared';

/** Model names that records declare -> records that do. */
export type DeclaredNames = ReadonlyMap<string, number>;

/** Most names of the records that a report lists. */
const SHOWN = 5;
const SOURCES: Record<Declaration['source'], string> = { records: 'the records', card: 'the dataset card', croissant: 'the Croissant description' };

/** Sets what the records and the files beside them declare against what is detected. */
export function provenanceOf(verdict: Pick<Verdict, 'kind' | 'family'>, names: DeclaredNames, beside: Beside): Provenance {
  const ofRecords = [...names].sort((a, b) => b[1] - a[1]).slice(0, SHOWN).map(([name, records]): Declaration =>
    ({ source: 'records', name, family: familyOfName(name), where: `${records} record${records === 1 ? '' : 's'}` }));
  const declarations = [...ofRecords, ...beside.declarations];
  return { declarations, ...stateOf(verdict, declarations, beside) };
}

function stateOf({ kind, family }: Pick<Verdict, 'kind' | 'family'>, declarations: Declaration[], { silent }: Beside): Pick<Provenance, 'state' | 'text'> {
  if (declarations.length === 0) {
    return { state: 'silent', text: silent.length ? `${silent.join(' and ')} ${silent.length === 1 ? 'does' : 'do'} not say which model wrote the records, and neither do they.` : 'Nothing declares which model wrote the records.' };
  }
  const said = listOf(declarations), families = new Set(declarations.flatMap(declaration => declaration.family ?? []));
  if (families.size > 1) return { state: 'differs', text: `The declarations differ from each other: ${said}.` };
  if (kind !== 'teacher' || families.size === 0 || !ROOT_FAMILIES.has(family ?? '')) return { state: 'open', text: `Declared by ${said}; no family is detected that this could be compared with.` };
  const agrees = families.has(family ?? '');
  return { state: agrees ? 'agrees' : 'differs', text: `Declared by ${said}; ${agrees ? `the records read like ${family} too` : `but the records read like ${family}`}.` };
}

function listOf(declarations: Declaration[]): string {
  return declarations.map(({ source, name, where }) => `${SOURCES[source]} (${where}): ${name}`).join('; ');
}
