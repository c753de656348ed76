import { type Graph } from './graph';

/** A value's gradient with respect to the loss, as names in a graph. */
export type Contribution = readonly [input: string, gradient: string];

/**
 * Reverse-mode differentiation over a graph under construction: every operation records how the gradient of its output becomes
 * gradients of its inputs, and `gradientsOf` adds those nodes in reverse order. Nothing is added where no gradient is asked for.
 */
export class Tape {
  private readonly steps: { output: string; pull: (gradient: string) => Contribution[] }[] = [];

  constructor(readonly graph: Graph) {}

  /** Records an operation and returns its output, so that layers read as formulas. */
  record(output: string, pull: (gradient: string) => Contribution[]): string {
    this.steps.push({ output, pull });
    return output;
  }

  /** Gradients of `loss` (a scalar) with respect to the named values. Throws where the loss does not depend on one. */
  gradientsOf(loss: string, values: readonly string[]): string[] {
    const gradients = new Map([[loss, this.graph.scalar(1)]]);
    for (const { output, pull } of [...this.steps].reverse()) {
      const gradient = gradients.get(output);
      if (gradient === undefined) continue;
      for (const [input, part] of pull(gradient)) {
        const sum = gradients.get(input);
        gradients.set(input, sum === undefined ? part : this.graph.node('Add', [sum, part]));
      }
    }
    return values.map(value => {
      const gradient = gradients.get(value);
      if (gradient === undefined) throw new Error(`The loss does not depend on ${value}.`);
      return gradient;
    });
  }
}
