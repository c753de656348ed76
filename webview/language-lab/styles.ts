import type { LanguageConditionId } from '../../extension/core/protocol/language-lab';
import type { ChartColour } from '../common/chart-theme';
import { el } from '../common/dom';

/** How each model is drawn everywhere: a colour, and dashes where it is a control, so that colour is never alone. */
export const STYLES: Record<LanguageConditionId, { colour: ChartColour; dashed: boolean }> = {
  teacher: { colour: 'green', dashed: false },
  same: { colour: 'blue', dashed: false },
  'own-lines': { colour: 'muted', dashed: true },
  other: { colour: 'orange', dashed: true },
  within: { colour: 'purple', dashed: false },
  'within-control': { colour: 'purple', dashed: true },
  across: { colour: 'red', dashed: false },
  'across-control': { colour: 'red', dashed: true },
  descent: { colour: 'yellow', dashed: false },
  'descent-control': { colour: 'yellow', dashed: true },
  'in-context': { colour: 'blue', dashed: false },
  'in-context-control': { colour: 'muted', dashed: true },
};

/** A short piece of a model's line, for legends. */
export function swatch(id: LanguageConditionId): HTMLElement {
  const { colour, dashed } = STYLES[id];
  return el('span', { class: `swatch ${colour}${dashed ? ' dashed' : ''}`, attrs: { 'aria-hidden': 'true' } });
}
