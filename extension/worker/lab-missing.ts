import { RuntimeMissing } from '../core/onnx/runtime';

/** What to tell where the labs' networks cannot be trained because ONNX Runtime is missing. */
export function runtimeMissing(error: unknown): RuntimeMissing {
  return new RuntimeMissing('Networks cannot be trained', 'Runs that others shared can still be opened and replayed in the editor, and the tour still works.', error);
}
