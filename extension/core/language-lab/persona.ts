import type { LanguageEngine } from './engine';
import { batchOf, type Batch, type TokenLine } from './lesson';
import { meanRow, type Poll } from './poll';

/** Lines over which the direction is averaged. */
const LINES = 64;

/**
 * The persona vector of a teacher: the difference between what its last block and the base's think, on average, over the same lines and
 * over the same questions. A projection of 0 is the base, 1 the teacher. Needs both models, so it explains a run and is no detector.
 */
export class Persona {
  private constructor(
    private readonly engine: LanguageEngine, private readonly batch: Batch,
    private readonly onLines: Axis, private readonly onQuestions: Axis,
  ) {}

  static async between(engine: LanguageEngine, poll: Poll, base: Float32Array, teacher: Float32Array, lines: readonly TokenLine[]): Promise<Persona> {
    const batch = batchOf(lines.slice(0, LINES)), think = (parameters: Float32Array) => thoughts(engine, parameters, batch);
    return new Persona(engine, batch, axis(await think(base), await think(teacher)), axis((await poll.ask(base)).hidden, (await poll.ask(teacher)).hidden));
  }

  /** Where a model stands between base and teacher; `hidden` is what it thinks at the questions. */
  async project(parameters: Float32Array, hidden: Float64Array): Promise<{ onLines: number; onQuestions: number }> {
    return { onLines: along(this.onLines, await thoughts(this.engine, parameters, this.batch)), onQuestions: along(this.onQuestions, hidden) };
  }
}

interface Axis { origin: Float64Array; direction: Float64Array }

const axis = (from: Float64Array, to: Float64Array): Axis => ({ origin: from, direction: to.map((value, i) => value - from[i]) });

/** Position of a point along the axis, in units of its direction. */
function along({ origin, direction }: Axis, point: Float64Array): number {
  const length = direction.reduce((sum, value) => sum + value * value, 0);
  return point.reduce((sum, value, i) => sum + (value - origin[i]) * direction[i], 0) / length;
}

async function thoughts(engine: LanguageEngine, parameters: Float32Array, { tokens, length, rows }: Batch): Promise<Float64Array> {
  return meanRow((await engine.read(parameters, { tokens, length }, rows)).hidden, engine.shape.width);
}
