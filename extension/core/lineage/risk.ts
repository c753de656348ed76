import type { Risk, Verdict } from '../protocol/nouns';
import { ROOT_FAMILIES } from '../verdict/declared';
import { baseOf, familyHasBase, sharedInitialisation, type Base } from './bases';

/** Who may have written the data: what the verdict names, and the models that the data declare. */
export interface Suspects { verdict: Pick<Verdict, 'kind' | 'family' | 'model' | 'enrolled'>; declared: readonly string[] }

/**
 * What a finding means for a student that will be trained from a certain base: traits pass on between models that share their initial weights, and hardly otherwise
 * (Cloud et al. 2025, arXiv 2507.14805). High needs the model itself, named or declared; a family alone leaves the base open.
 * @param studentBase a model's or base's usual name, such as `Qwen/Qwen2.5-7B`.
 */
export function riskFor({ verdict, declared }: Suspects, studentBase: string): Risk {
  const student = baseOf(studentBase);
  // an enrolled teacher's name is the user's own and says nothing of its base
  const named = verdict.kind === 'teacher' && verdict.model !== null && !verdict.enrolled ? [riskOfModel(verdict.model, 'named by the verdict', student)] : [];
  const known = [...named, ...declared.map(model => riskOfModel(model, 'declared', student))];
  const open = named.length === 0 ? [riskOfFamily(verdict, student)] : [];
  return [...known, ...(known.length === 0 || verdict.kind === 'teacher' ? open : [])].sort((a, b) => ORDER.indexOf(a.level) - ORDER.indexOf(b.level))[0];
}

const ORDER: Risk['level'][] = ['high', 'elevated', 'possible', 'low'];

function riskOfModel(model: string, how: string, student: Base): Risk {
  const teacher = baseOf(model);
  const of = (level: Risk['level'], text: string, source?: string): Risk => ({ level, student: student.id, text, ...(source ? { source } : {}) });
  if (teacher.family === 'human') return of('low', `Low for a student based on ${student.id}: people wrote the text, which carries no model's weights.`);
  if (teacher.id === student.id) {
    return of('high', `High for a student based on ${student.id}: ${model} (${how}) starts from the same weights, so its traits can pass on through data that says nothing of them.`, teacher.source);
  }
  const shared = sharedInitialisation(teacher.id, student.id);
  if (shared) return of('elevated', `Elevated for a student based on ${student.id}: ${model} (${how}) shares initial weights with it (${shared.note}).`, shared.source);
  return of('low', `Low for a student based on ${student.id}: ${model} (${how}) is not known to share its initial weights, and between different bases traits hardly pass on.`, teacher.source);
}

function riskOfFamily({ kind, family }: Suspects['verdict'], student: Base): Risk {
  const of = (level: Risk['level'], text: string): Risk => ({ level, student: student.id, text });
  if (kind !== 'teacher' || family === null) return of('possible', `Possible for a student based on ${student.id}: no single teacher is named, so its base is unknown.`);
  if (family === 'human') return of('low', `Low for a student based on ${student.id}: the text reads like people's, which carries no model's weights.`);
  if (!ROOT_FAMILIES.has(family)) return of('possible', `Possible for a student based on ${student.id}: ${family} was enrolled here, and what it started from is not known.`);
  if (student.family === null) return of('possible', `Possible for a student based on ${student.id}: what that base started from is unknown here, and so is which ${family} model wrote the data.`);
  if (familyHasBase(family, student)) return of('possible', `Possible for a student based on ${student.id}: the family ${family} is named, the model is not, so its base is unknown.`);
  return of('low', `Low for a student based on ${student.id}: no ${family} model is known to start from that base, and between different bases traits hardly pass on.`);
}
