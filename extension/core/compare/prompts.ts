import { TextFeaturizer } from '../fingerprint/text-features';
import { randomisationP } from './randomisation';
import type { SlotRecord } from './slot-sample';
import { denseRows } from './vectors';

const LEAST_PROMPTS = 10;
const P_VALUE = 0.01;

/** Whether the two sides' prompts differ in form (length, digits, lines ...) by more than chance. */
export function promptsDiffer(candidate: SlotRecord[], reference: SlotRecord[]): boolean {
  const featurizer = new TextFeaturizer();
  const prompts = [candidate, reference].map(records => [...new Map(records.filter(({ sample }) => sample.prompt.length > 0).map(record => [record.group, record.sample.prompt])).values()]);
  if (Math.min(prompts[0].length, prompts[1].length) < LEAST_PROMPTS) return false;
  const rows = denseRows(prompts.flat().map(prompt => {
    featurizer.read(prompt);
    return [featurizer.measures.values.slice()];
  }));
  return rows[0].length > 0 && randomisationP([{ rows }], { matched: false, candidates: prompts[0].length }) <= P_VALUE;
}
