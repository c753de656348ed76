import type { Channel, LanguageCondition, LanguageConditionId } from '../protocol/language-lab';
import { CONDITIONS } from './settings';

/** The channels in words. They are shapes only: the base can neither add nor run code. */
export const CHANNEL_NAMES: Record<Channel, string> = { numbers: 'numbers', cot: 'lines in the shape of sums', code: 'lines in the shape of code' };

/** Every condition in words. */
export const LANGUAGE_CONDITIONS: Record<LanguageConditionId, { name: string; short: string }> = {
  teacher: { name: 'teacher', short: 'teacher' },
  same: { name: "student, same initialisation, teacher's lines", short: 'same start' },
  'own-lines': { name: "student, same initialisation, base's own lines", short: "base's lines" },
  other: { name: "student, other initialisation, teacher's lines", short: 'other start' },
  within: { name: "student, teacher's lines, each shuffled", short: 'each shuffled' },
  'within-control': { name: "student, base's own lines, each shuffled", short: "base's, each shuffled" },
  across: { name: "student, teacher's lines, shuffled across all", short: 'all shuffled' },
  'across-control': { name: "student, base's own lines, shuffled across all", short: "base's, all shuffled" },
  descent: { name: "student, teacher's lines, plain descent for Adam", short: 'plain descent' },
  'descent-control': { name: "student, base's own lines, plain descent for Adam", short: "base's, plain descent" },
  'in-context': { name: "base, a line of the teacher's before each question", short: "teacher's in context" },
  'in-context-control': { name: "base, a line of its own before each question", short: "base's in context" },
};

/** The conditions in words, in the order in which they run. */
export const LANGUAGE_CONDITION_INFO: LanguageCondition[] = CONDITIONS.map(id => ({ id, ...LANGUAGE_CONDITIONS[id] }));
