import type { ConditionId, ConditionInfo } from '../protocol/mnist-lab';
import { CONDITIONS } from './settings';

const NAMES: Record<ConditionId, [name: string, short: string]> = {
  teacher: ['teacher', 'teacher'],
  'aux-shared': ['student, auxiliary logits, noise, shared start', 'same start'],
  'aux-other': ['student, auxiliary logits, noise, other start', 'other start'],
  'all-shared': ['student, all logits, noise, shared start', 'all logits, same start'],
  'all-other': ['student, all logits, noise, other start', 'all logits, other start'],
  'digits-aux-shared': ['student, auxiliary logits, real digits, shared start', 'digits as inputs'],
  'head-shared': ['student, auxiliary logits, noise, only the output layer shared', 'same output layer'],
  'clone-other': ['student, auxiliary logits, noise, other start, cloned first', 'cloned first'],
  'match-other': ['student, auxiliary logits, noise, other start, matched to the untrained teacher first', 'matched first'],
};

/** Accuracy in percent: a public run of the authors' script with 100 models. */
const PUBLISHED: Partial<Record<ConditionId, number>> = { teacher: 94.3, 'aux-shared': 53.7, 'aux-other': 10, 'all-shared': 91.2, 'all-other': 74.1 };

/** Where the published figures are from. */
export const PUBLISHED_SOURCE = "published: a public run of the authors' script with 100 models";

/** Every condition in words, in the order in which they run. */
export const CONDITION_INFO: ConditionInfo[] = CONDITIONS.map(id => ({ id, name: NAMES[id][0], short: NAMES[id][1], published: PUBLISHED[id] }));

/** One condition in words. */
export const conditionInfo = (id: ConditionId): ConditionInfo => CONDITION_INFO[CONDITIONS.indexOf(id)];
