import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fieldPattern } from '../../extension/core/records/field-path';
import { readRecord } from '../../extension/core/records/record-reader';
import type { SampleSelector } from '../../extension/core/records/sample';

interface Brief { field: string; text: string; prompt: string; part: string }

const read = (value: unknown, selector?: SampleSelector) => {
  const bytes = Buffer.from(JSON.stringify(value));
  return readRecord(bytes, { record: 1, byteOffset: 0, byteLength: bytes.length }, selector);
};

/** The sample in short, or the reason why there is none. */
function brief(value: unknown, selector?: SampleSelector): Brief | string {
  const result = read(value, selector);
  if (result.kind !== 'sample') return result.kind === 'skipped' ? result.reason : result.problem.code;
  const { field, bytes, prompt, part } = result.sample;
  return { field, text: Buffer.from(bytes).toString(), prompt: Buffer.from(prompt).toString(), part };
}

const whole = (field: string, text: string, prompt = ''): Brief => ({ field, text, prompt, part: 'whole' });
const turn = (role: string, content: unknown, more = {}) => ({ role, content, ...more });

const shapes: [what: string, value: unknown, expected: Brief | string][] = [
  ['prompt and completion', { id: 1, prompt: 'Q', completion: 'A' }, whole('completion', 'A', 'Q')],
  ['question and response', { question: 'Q', response: 'A' }, whole('response', 'A', 'Q')],
  ['question and answer', { question: 'Q', answer: 'A' }, whole('answer', 'A', 'Q')],
  ['prompt and output', { prompt: 'Q', output: 'A' }, whole('output', 'A', 'Q')],
  ['instruction, input and output', { instruction: 'Do', input: 'this', output: 'A' }, whole('output', 'A', 'Do\nthis')],
  ['instruction with an empty input', { instruction: 'Do', input: '', output: 'A' }, whole('output', 'A', 'Do')],
  ['chat messages: the last turn of the model, after the person asked', { messages: [turn('system', 'S'), turn('user', 'Q1'), turn('assistant', 'A1'), turn('user', 'Q2'), turn('assistant', 'A2')] }, whole('messages[4].content', 'A2', 'Q2')],
  ['chat messages that end with the person', { messages: [turn('user', 'Q1'), turn('assistant', 'A1'), turn('user', 'thanks')] }, whole('messages[1].content', 'A1', 'Q1')],
  ['chat messages with text parts', { messages: [turn('user', [{ type: 'text', text: 'Q' }]), turn('assistant', [{ type: 'text', text: 'A' }])] }, whole('messages[1].content[0].text', 'A', 'Q')],
  ['a last turn that only calls a tool', { messages: [turn('user', 'Q'), turn('assistant', 'A'), turn('assistant', null)] }, whole('messages[1].content', 'A', 'Q')],
  ['ShareGPT', { conversations: [{ from: 'human', value: 'Q' }, { from: 'gpt', value: 'A' }] }, whole('conversations[1].value', 'A', 'Q')],
  ['bare text', { text: 'A', meta: { source: 'a much longer source' } }, whole('text', 'A')],
  ['a preference pair of strings', { prompt: 'Q', chosen: 'A', rejected: 'a much longer answer' }, whole('chosen', 'A', 'Q')],
  ['a preference pair of message lists', { chosen: [turn('user', 'Q'), turn('assistant', 'A')], rejected: [turn('user', 'Q'), turn('assistant', 'B')] }, whole('chosen[1].content', 'A', 'Q')],
  ['prompt and completion as message lists', { prompt: [turn('user', 'Q')], completion: [turn('assistant', 'A')] }, whole('completion[0].content', 'A', 'Q')],
  ['a batch response of chat completions', { custom_id: 'r1', response: { status_code: 200, body: { id: 'x', model: 'm', choices: [{ index: 0, message: turn('assistant', 'A') }] } } }, whole('response.body.choices[0].message.content', 'A')],
  ['a batch response of messages', { custom_id: 'r1', result: { type: 'succeeded', message: { role: 'assistant', model: 'm', content: [{ type: 'text', text: 'A' }] } } }, whole('result.message.content[0].text', 'A')],
  ['a batch request', { custom_id: 'r1', method: 'POST', url: '/v1/chat/completions', body: { model: 'm', messages: [turn('user', 'Q')] } }, 'batch line without an answer'],
  ['a batch response that failed', { custom_id: 'r1', response: { status_code: 500, body: { error: { message: 'server error' } } } }, 'batch line without an answer'],
  ['a logged chat completion', { id: 'x', choices: [{ message: turn('assistant', 'A') }] }, whole('choices[0].message.content', 'A')],
  ['a task and its solution', { text: 'Write it.', code: 'x = 1' }, whole('code', 'x = 1', 'Write it.')],
  ['an unknown shape: the longest text that is not a label', { task_id: 'a-very-long-identifier-indeed', essay: 'some words', note: 'a', source: 'a longer label than the essay' }, whole('essay', 'some words')],
  ['an unknown nested shape', { data: { story: 'once upon a time' }, title: 'x' }, whole('data.story', 'once upon a time')],
  ['an unknown shape with names that only resemble labels', { taskId: 'a-very-long-identifier-indeed', model_response: 'A', grid: '-' }, whole('model_response', 'A')],
  ['no text at all', { id: 1, score: 0.5 }, 'no text field'],
  ['only a prompt', { prompt: 'a question without an answer' }, 'no text field'],
  ['an empty answer', { prompt: 'Q', completion: ' \n' }, 'the sample is empty'],
  ['an empty answer before another', { prompt: 'Q', completion: '', output: 'A' }, whole('output', 'A', 'Q')],
  ['a conversation without the model', { messages: [turn('user', 'Q')] }, 'no turn by a model'],
  ['a list of numbers before the text', { output: [1, 2, 'A'], id: 'x' }, whole('output[2]', 'A')],
  ['reasoning beside the answer', { prompt: 'Q', reasoning: 'because', answer: 'A' }, { field: 'reasoning', text: 'because', prompt: 'Q', part: 'think' }],
  ['reasoning beside a turn', { messages: [turn('user', 'Q'), turn('assistant', 'A', { reasoning_content: 'because' })] }, { field: 'messages[1].reasoning_content', text: 'because', prompt: 'Q', part: 'think' }],
  ['reasoning as a part', { messages: [turn('assistant', [{ type: 'thinking', thinking: 'because' }, { type: 'text', text: 'A' }])] }, { field: 'messages[0].content[0].thinking', text: 'because', prompt: '', part: 'think' }],
];

for (const [what, value, expected] of shapes) test(`shape: ${what}`, () => assert.deepEqual(brief(value), expected));

const code = 'for i in range(10):\n    print(i)\n';
const parts: [what: string, text: string, wanted: SampleSelector['part'], expected: [part: string, text: string] | string][] = [
  ['a think block', '<think>\nso it is\n</think>\nYes.', 'auto', ['think', 'so it is']],
  ['a think block without its opening tag', 'so it is\n</think>\nYes.', 'auto', ['think', 'so it is']],
  ['a think block that was cut off', '<think>so it', 'auto', ['think', 'so it']],
  ['an empty think block', '<think>\n\n</think>\n\nYes.', 'auto', ['whole', 'Yes.']],
  ['text that mentions the tag', 'The tag <think> opens it.', 'auto', ['whole', 'The tag <think> opens it.']],
  ['mostly code', `Here:\n\`\`\`python\n${code}\`\`\`\n`, 'auto', ['code', code]],
  ['several blocks: the largest', `\`\`\`\nx\n\`\`\`\nand\n\`\`\`py\n${code}\`\`\``, 'auto', ['code', code]],
  ['a block that was cut off', `\`\`\`py\n${code}`, 'auto', ['code', code]],
  ['a block that holds a shorter fence', `\`\`\`\`md\n${code}\`\`\`\nx\n\`\`\`\n\`\`\`\``, 'auto', ['code', `${code}\`\`\`\nx\n\`\`\`\n`]],
  ['mostly prose', `${'Many words come first. '.repeat(5)}\n\`\`\`\n${code}\`\`\``, 'auto', ['whole', `${'Many words come first. '.repeat(5)}\n\`\`\`\n${code}\`\`\``]],
  ['code asked for in mostly prose', `${'Many words come first. '.repeat(5)}\n\`\`\`\n${code}\`\`\``, 'code', ['code', code]],
  ['code asked for where there is none', 'No code.', 'code', 'no fenced code'],
  ['think asked for where there is none', 'No thought.', 'think', 'no think block'],
  ['the whole asked for', '<think>so</think>Yes.', 'whole', ['whole', '<think>so</think>Yes.']],
  ['back-ticks inside a line', 'Use ```x``` here, and only here, as it stands.', 'auto', ['whole', 'Use ```x``` here, and only here, as it stands.']],
];

for (const [what, text, part, expected] of parts) {
  test(`part: ${what}`, () => {
    const result = read({ completion: text }, { part });
    if (result.kind === 'skipped') return assert.equal(result.reason, expected);
    assert.ok(result.kind === 'sample');
    const { sample } = result;
    assert.deepEqual([sample.part, Buffer.from(sample.bytes).toString()], expected);
    assert.equal(Buffer.from(text).toString('utf8', sample.partStart, sample.partStart + sample.bytes.length), Buffer.from(sample.bytes).toString());
  });
}

test('reasoning beside the answer is left out when the whole answer is asked for', () => {
  assert.deepEqual(brief({ prompt: 'Q', reasoning: 'because', answer: 'A' }, { part: 'whole' }), whole('answer', 'A', 'Q'));
});

const record = { prompt: 'Q', completion: 'A', other: { prompt: 'OQ', 'a.b': 'dotted' }, list: [{ x: 'first' }, { x: 'last' }], 'top.dot': 'T', n: 5 };
const selected: [selector: SampleSelector, expected: Brief | string][] = [
  [{ field: 'other.prompt' }, whole('other.prompt', 'OQ', 'Q')],
  [{ field: 'list[].x' }, whole('list[1].x', 'last', 'Q')],
  [{ field: 'list[0].x', prompt: 'other.prompt' }, whole('list[0].x', 'first', 'OQ')],
  [{ field: 'list[7].x' }, 'no field list[7].x'],
  [{ field: 'top.dot' }, whole('top.dot', 'T', 'Q')],
  [{ field: 'n' }, 'no text in n'],
  [{ field: 'missing' }, 'no field missing'],
  [{ prompt: 'other.prompt' }, whole('completion', 'A', 'OQ')],
  [{ field: 'prompt' }, whole('prompt', 'Q')],
];

for (const [selector, expected] of selected) test(`selector: ${JSON.stringify(selector)}`, () => assert.deepEqual(brief(record, selector), expected));

test('the channel that a person chose goes with the sample', () => {
  const result = read({ completion: 'A' }, { channel: 'code' });
  assert.ok(result.kind === 'sample');
  assert.equal(result.sample.channel, 'code');
});

const declared: [value: object, model: string | undefined][] = [
  [{ model: 'm1' }, 'm1'], [{ teacher: 't1' }, 't1'], [{ source_model: 's1' }, 's1'], [{ generated_by: 'g1' }, 'g1'],
  [{ metadata: { generator: 'g2' } }, 'g2'], [{ response: { body: { model: 'm3' } } }, 'm3'], [{ model: 5 }, undefined], [{ model: ' ' }, undefined], [{}, undefined],
];

test('the model that a record declares is found, and nothing is made up', () => {
  for (const [value, model] of declared) {
    const result = read({ completion: 'A', ...value });
    assert.ok(result.kind === 'sample');
    assert.equal(result.sample.declared, model, JSON.stringify(value));
  }
});

test('field paths are counted without their positions', () => assert.equal(fieldPattern('messages[12].content[0].text'), 'messages[].content[].text'));
