import { RULES, type RuleId } from '../protocol/nouns';

/** A rule as reports describe it. */
export interface RuleText {
  /** One word in Pascal case, as SARIF wants it. */
  title: string;
  text: string;
  /** What to do about it. */
  help: string;
  level: 'note' | 'warning';
  precision: 'medium' | 'high' | 'very-high';
}

/** Ids in the order in which reports list them. */
export const RULE_IDS: readonly RuleId[] = RULES;

/** Every rule in words. */
export const RULE_TEXTS: Record<RuleId, RuleText> = {
  'undertone/unexpected-teacher': {
    title: 'UnexpectedTeacher', level: 'warning', precision: 'high', text: 'The verdict names another family than is expected or declared.',
    help: 'Look where the file came from, or correct what is expected.',
  },
  'undertone/mixed': {
    title: 'Mixed', level: 'warning', precision: 'high', text: 'More than one family wrote the file.',
    help: 'See the composition; order the dataset view by score.',
  },
  'undertone/unfamiliar': {
    title: 'Unfamiliar', level: 'note', precision: 'medium', text: 'No known teacher writes like this, or the decoding, template or task is new to the models.',
    help: 'Compare with data of known origin before you trust a name.',
  },
  'undertone/departure': {
    title: 'Departure', level: 'note', precision: 'medium', text: 'A record reads like another family than the rest of its file.',
    help: 'Read it, explain it, mark it as reviewed.',
  },
  'undertone/trait-shift': {
    title: 'TraitShift', level: 'note', precision: 'high', text: 'Numbers differ from the neutral output of the model that they read like: a system prompt, persona or tune was active. Which one cannot be told.',
    help: 'Ask how the teacher was prompted.',
  },
  'undertone/provenance': {
    title: 'Provenance', level: 'warning', precision: 'high', text: 'What is declared differs from what is detected or from itself, or nothing is declared where something should be.',
    help: 'Correct the declaration, or find out which of the two is right.',
  },
  'undertone/content-filter': {
    title: 'ContentFilter', level: 'note', precision: 'very-high', text: 'The record fails a content filter. That says nothing about who wrote it, and passing does not either.',
    help: 'Write the records that pass to a new file; the dataset itself stays as it is.',
  },
};
