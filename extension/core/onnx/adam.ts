import { type Graph } from './graph';

/** Decay rates and guard of Adam (Kingma & Ba 2015) at their usual values. */
const ADAM = { beta1: 0.9, beta2: 0.999, epsilon: 1e-8 } as const;

/** Names of a parameter tensor and its two moments. */
export interface AdamState { value: string; first: string; second: string }

/**
 * Adam's step-dependent factors for step 1, 2, ...: with moments kept as sums (m / (1 - beta1), v / (1 - beta2)) an update is
 * p - rate * m / (sqrt(v) + guard), which saves two passes over every parameter.
 */
export function adamScalars(step: number, learningRate: number): { rate: number; guard: number } {
  const correction = Math.sqrt((1 - ADAM.beta2) / (1 - ADAM.beta2 ** step));
  return { rate: learningRate * (1 - ADAM.beta1) / ((1 - ADAM.beta1 ** step) * correction), guard: ADAM.epsilon / correction };
}

/** One update of a tensor by its gradient; the new state gets the names of `after`. `rate` and `guard` are of adamScalars. */
export function adam(graph: Graph, now: AdamState, after: AdamState, gradient: string, { rate, guard }: { rate: string; guard: string }): void {
  graph.node('Add', [graph.node('Mul', [now.first, graph.scalar(ADAM.beta1)]), gradient], {}, after.first);
  const square = graph.node('Mul', [gradient, gradient]);
  graph.node('Add', [graph.node('Mul', [now.second, graph.scalar(ADAM.beta2)]), square], {}, after.second);
  const direction = graph.node('Div', [after.first, graph.node('Add', [graph.node('Sqrt', [after.second]), guard])]);
  graph.node('Sub', [now.value, graph.node('Mul', [direction, rate])], {}, after.value);
}
