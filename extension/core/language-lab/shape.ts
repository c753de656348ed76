import type { TransformerShape } from './transformer';
import { TOKENS } from './vocabulary';

/** The transformer of the lab: 72,448 values. */
export const SHAPE: TransformerShape = { vocabulary: TOKENS.length, width: 64, layers: 1, heads: 4, positions: 32 };
