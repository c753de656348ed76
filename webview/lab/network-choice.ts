import type { ConditionId, ConditionInfo } from '../../extension/core/protocol/mnist-lab';
import { el } from '../common/dom';
import { choice, type Input } from '../common/inputs';

/** Chooses one network among those that a run has. */
export class NetworkChoice {
  readonly element = el('div', { class: 'network-choice' });
  chosen: ConditionId = 'aux-shared';
  private input: Input<ConditionId> | undefined;
  private key = '';

  constructor(private readonly changed: () => void) {}

  /** Takes the networks there are; the choice stays where it can. */
  offer(networks: readonly ConditionInfo[]): void {
    const key = networks.map(({ id }) => id).join();
    if (key === this.key) return;
    this.key = key;
    if (!networks.some(({ id }) => id === this.chosen)) this.chosen = networks.at(-1)?.id ?? 'teacher';
    this.input = choice('Network', networks.map(({ id, short }) => [id, short] as const), id => { this.chosen = id; this.changed(); });
    this.input.set(this.chosen);
    this.element.replaceChildren(this.input.element);
  }
}
