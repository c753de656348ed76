import { parseFieldPath, resolvePath } from './field-path';
import type { JsonTape } from './json-tape';

const NAMES = ['model', 'teacher', 'generator', 'source_model', 'teacher_model', 'model_name', 'generated_by'];
const RESPONSES = ['response.body.model', 'response.model', 'result.message.model', 'body.model', 'params.model'];
const PATHS = [...NAMES, ...NAMES.map(name => `metadata.${name}`), ...RESPONSES].map(parseFieldPath);
const MAX_NAME_BYTES = 200;

/** The model that a record says it came from, or undefined. */
export function declaredModel(tape: JsonTape): string | undefined {
  for (const path of PATHS) {
    const found = resolvePath(tape, path);
    if (!found || !tape.isString(found.node) || tape.end(found.node) - tape.start(found.node) > MAX_NAME_BYTES) continue;
    const name = Buffer.from(tape.text(found.node)).toString().trim();
    if (name) return name;
  }
  return undefined;
}
