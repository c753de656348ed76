import type { ConditionId } from '../../extension/core/protocol/mnist-lab';
import type { ChartColour } from '../common/chart-theme';
import { el } from '../common/dom';

/** How each network is drawn everywhere: a colour, and dashes where it does not share the teacher's start, so that colour is never alone. */
export const STYLES: Record<ConditionId, { colour: ChartColour; dashed: boolean }> = {
  teacher: { colour: 'green', dashed: false },
  'aux-shared': { colour: 'blue', dashed: false },
  'aux-other': { colour: 'orange', dashed: true },
  'all-shared': { colour: 'purple', dashed: false },
  'all-other': { colour: 'red', dashed: true },
  'digits-aux-shared': { colour: 'yellow', dashed: false },
  'head-shared': { colour: 'yellow', dashed: true },
  'clone-other': { colour: 'purple', dashed: true },
  'match-other': { colour: 'red', dashed: true },
};

/** A short piece of a network's line, for legends. */
export function swatch(id: ConditionId): HTMLElement {
  const { colour, dashed } = STYLES[id];
  return el('span', { class: `swatch ${colour}${dashed ? ' dashed' : ''}`, attrs: { 'aria-hidden': 'true' } });
}
