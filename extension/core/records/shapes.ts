import { answerIn, lastTurn, textMember, thinkBeside, turnsOf, type Answer } from './answers';
import { memberOf, resolvePath, type FieldPath, type Found } from './field-path';
import type { JsonTape } from './json-tape';
import { toName, type Name } from './names';

/** Where a record keeps its sample and its prompt (several fields are joined); all are string nodes. */
export interface Shape extends Answer { prompts: Found[] }

const ROOT: Found = { node: 0, path: '' };
/** Fields that hold a sample, in the order they are tried: conversations, preference pairs, answers, API responses, then code and bare text. */
const SAMPLES = [
  'messages', 'conversations', 'conversation', 'turns', 'dialogue',
  'chosen', 'completion', 'response', 'output', 'answer', 'generation', 'generated_text', 'model_output', 'responses', 'completions',
  'result', 'choices', 'candidates', 'body', 'params', 'solution', 'canonical_solution', 'code', 'text', 'content',
].map(toName);
const PROMPTS = ['prompt', 'question', 'instruction', 'query', 'problem', 'input', 'task', 'text'].map(toName);
const INSTRUCTION = toName('instruction');
const INPUT = toName('input');
const CUSTOM_ID = toName('custom_id');

/** Never taken for a sample by the fallback: prompts, identifiers, labels and descriptions of the record. */
const NOT_A_SAMPLE = new RegExp(`^(${[
  ...PROMPTS.map(({ text }) => text), 'system', 'system[_-]prompt', 'rejected', '(.*[_-])?(id|uuid|guid|hash|sha\\d*|url|uri|path|model|name|title|label|type|date|at)',
  'link', 'file', 'model[_-]version', 'teacher', 'generator', 'generated[_-]by', 'source', 'dataset', 'split', 'license', 'lang(uage)?', 'author', 'tags?', 'category',
  'kind', 'role', 'time(stamp)?', 'version', 'meta(data)?', 'error', 'status', 'usage',
].join('|')})$`, 'i');
const CAMEL_LABEL = /[a-z](Id|Uuid|Url|Path|Name)$/;
const FALLBACK_DEPTH = 3;

/** The conversation in a record: the model's last turn, and the person's turn before it. */
function fromConversation(tape: JsonTape, value: Found): Shape | undefined {
  const turns = turnsOf(tape, value);
  const last = turns ? lastTurn(tape, turns, 'model') : -1;
  if (!turns || last < 0) return undefined;
  const asked = lastTurn(tape, turns, 'person', last);
  const prompt = asked < 0 ? undefined : answerIn(tape, turns[asked], 'person').text;
  return { ...answerIn(tape, turns[last], 'model'), prompts: prompt ? [prompt] : [] };
}

/** The record's own prompt fields, other than the sample itself. */
function promptsOf(tape: JsonTape, sample: Found): Found[] {
  const instruction = textMember(tape, ROOT, [INSTRUCTION]);
  const input = textMember(tape, ROOT, [INPUT]);
  if (instruction && input && input.node !== sample.node) return [instruction, input];
  for (const name of PROMPTS) {
    const member = memberOf(tape, ROOT, name);
    const prompt = member && answerIn(tape, member, 'person').text;
    if (prompt && prompt.node !== sample.node) return [prompt];
  }
  return [];
}

function fromField(tape: JsonTape, name: Name): Shape | undefined {
  const value = memberOf(tape, ROOT, name);
  if (!value) return undefined;
  const conversation = fromConversation(tape, value);
  if (conversation?.prompts.length) return conversation;
  const { text, think } = conversation ?? answerIn(tape, value, 'model');
  const sample = text ?? think;
  return sample && { text, think: think ?? thinkBeside(tape, ROOT), prompts: promptsOf(tape, sample) };
}

/** The longest string of the record that is not excluded by its name. */
function longestField(tape: JsonTape, object: Found, depth: number): Found | undefined {
  let best: Found | undefined;
  for (const node of tape.children(object.node)) {
    const key = Buffer.from(tape.keyBytes(node)).toString();
    if (NOT_A_SAMPLE.test(key) || CAMEL_LABEL.test(key)) continue;
    const member = { node, path: object.path ? `${object.path}.${key}` : key };
    const found = tape.isString(node) ? (tape.isBlank(node) ? undefined : member) : tape.isObject(node) && depth > 0 ? longestField(tape, member, depth - 1) : undefined;
    if (found && (!best || tape.end(found.node) - tape.start(found.node) > tape.end(best.node) - tape.start(best.node))) best = found;
  }
  return best;
}

function whyNone(tape: JsonTape): string {
  const known = SAMPLES.filter(name => memberOf(tape, ROOT, name));
  if (known.some(name => turnsOf(tape, memberOf(tape, ROOT, name)!))) return 'no turn by a model';
  if (memberOf(tape, ROOT, CUSTOM_ID)) return 'batch line without an answer';
  return known.length > 0 ? 'the sample is empty' : 'no text field';
}

/** Recognises where a record (the tape's root object) keeps its sample; a string says why there is none. */
export function recogniseShape(tape: JsonTape): Shape | string {
  for (const name of SAMPLES) {
    const shape = fromField(tape, name);
    if (shape) return shape;
  }
  const isKnown = SAMPLES.some(name => memberOf(tape, ROOT, name)) || memberOf(tape, ROOT, CUSTOM_ID);
  const text = isKnown ? undefined : longestField(tape, ROOT, FALLBACK_DEPTH);
  return text ? { text, prompts: promptsOf(tape, text) } : whyNone(tape);
}

/** The sample and prompt at the paths that a person chose; what is left open is recognised. A string says why there is none. */
export function selectShape(tape: JsonTape, field?: FieldPath, prompt?: FieldPath): Shape | string {
  const chosen = field && resolvePath(tape, field);
  if (field && !chosen) return `no field ${field.text}`;
  const answer = chosen && answerIn(tape, chosen, 'model');
  if (field && !answer?.text) return `no text in ${field.text}`;
  const shape = answer?.text ? { ...answer, prompts: promptsOf(tape, answer.text) } : recogniseShape(tape);
  if (typeof shape === 'string' || !prompt) return shape;
  const asked = resolvePath(tape, prompt);
  const text = asked && answerIn(tape, asked, 'person').text;
  return { ...shape, prompts: text ? [text] : [] };
}
