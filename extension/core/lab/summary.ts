import type { LabEvent } from './experiment';
import type { ConditionId, OneStep } from '../protocol/mnist-lab';
import { CONDITIONS } from './settings';

/** Accuracies of one condition over the seeds, as shares; sd is the sample's and 0 for a single seed. */
export interface ConditionSummary { id: ConditionId; accuracy: { mean: number; sd: number; values: number[] } }

/** What a run has shown so far. */
export interface LabSummary { conditions: ConditionSummary[]; steps: OneStep[] }

/** Collects a run's events; what an interrupted run has finished stays. */
export class SummaryBuilder {
  private readonly values = new Map<ConditionId, number[]>();
  private readonly steps: OneStep[] = [];

  add(event: LabEvent): void {
    if (event.kind === 'condition') this.values.set(event.condition, [...this.values.get(event.condition) ?? [], event.accuracy]);
    if (event.kind === 'step') this.steps.push(event.step);
  }

  summary(): LabSummary {
    const conditions = CONDITIONS.flatMap(id => {
      const values = this.values.get(id);
      return values ? [{ id, accuracy: { ...meanAndSd(values), values } }] : [];
    });
    return { conditions, steps: [...this.steps] };
  }
}

/** Mean and sample standard deviation (0 for fewer than two values). */
export function meanAndSd(values: number[]): { mean: number; sd: number } {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, sd: values.length > 1 ? Math.sqrt(squares / (values.length - 1)) : 0 };
}
