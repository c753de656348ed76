import { asRegExp } from './regex';
import { FILTER_KINDS, FilterProblem, pathField, wordField, type CompareOperator, type Expected, type FilterField, type FilterKind, type FilterLiteral, type FilterNode } from './syntax';
import { tokenize, type Token } from './tokens';

const COMPARE: Record<string, CompareOperator> = { '=': '=', '==': '=', '!=': '!=', '<>': '!=', '<': '<', '<=': '<=', '>': '>', '>=': '>=' };
const NUMBER = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/;
const WORDS = new Set(['AND', 'OR', 'NOT', 'IN', 'IS']);
const MAX_DEPTH = 100;
const EXPECTED: Record<Expected, string> = {
  field: 'a field, such as model or messages[].content', operator: 'a comparison: =, !=, <, <=, >, >=, ~, IN or IS', value: 'a value; texts with spaces or signs go in quotes',
  pattern: 'an expression between slashes, such as /^a/i, or a text in quotes', kind: `one of ${FILTER_KINDS.join(', ')}`, joiner: 'AND, OR or the end', bracket: 'a closing bracket',
};

/** A value as it would be read if it were written without quotes. */
export function bareLiteral(text: string): FilterLiteral {
  if (text === 'true' || text === 'false') return { kind: 'boolean', text };
  if (text === 'null') return { kind: 'null', text };
  return NUMBER.test(text) ? { kind: 'number', text } : { kind: 'string', text };
}

class Parser {
  private at = 0;
  private depth = 0;

  constructor(private readonly tokens: Token[]) {}

  filter(): FilterNode {
    const node = this.either();
    if (this.token.kind !== 'end') throw this.problem('joiner');
    return node;
  }

  private get token(): Token { return this.tokens[this.at]; }

  private next(): Token { return this.tokens[this.at++]; }

  private problem(expected: Expected, field?: FilterField): FilterProblem {
    const { kind, text, start, end } = this.token;
    const found = kind === 'end' ? 'The filter ends too early' : `${JSON.stringify(text.slice(0, 40))} is not expected here`;
    return new FilterProblem(`${found}: here comes ${EXPECTED[expected]}.`, start, end - start, expected, field);
  }

  /** Takes a keyword or its sign where it stands here. */
  private takes(...forms: string[]): boolean {
    const { kind, text } = this.token;
    const isHere = (kind === 'word' || kind === 'sign') && forms.includes(text.toUpperCase());
    if (isHere) this.at++;
    return isHere;
  }

  private either(): FilterNode {
    const items = [this.both()];
    while (this.takes('OR', '||')) items.push(this.both());
    return items.length === 1 ? items[0] : { kind: 'or', items };
  }

  private both(): FilterNode {
    const items = [this.negated()];
    while (this.takes('AND', '&&')) items.push(this.negated());
    return items.length === 1 ? items[0] : { kind: 'and', items };
  }

  private negated(): FilterNode {
    if (this.depth++ > MAX_DEPTH) throw new FilterProblem('Too many brackets within brackets.', this.token.start, 1);
    const node: FilterNode = this.takes('NOT', '!') ? { kind: 'not', item: this.negated() } : this.takes('(') ? this.group() : this.test();
    this.depth--;
    return node;
  }

  private group(): FilterNode {
    const node = this.either();
    if (!this.takes(')')) throw this.problem(this.token.kind === 'end' ? 'bracket' : 'joiner');
    return node;
  }

  private test(): FilterNode {
    const field = this.field();
    if (this.takes('IS')) return this.kindTest(field);
    if (this.takes('NOT')) {
      if (!this.takes('IN')) throw this.problem('operator', field);
      return { kind: 'not', item: this.list(field) };
    }
    if (this.takes('IN')) return this.list(field);
    if (this.takes('~')) return this.pattern(field);
    if (this.takes('!~')) return { kind: 'not', item: this.pattern(field) };
    const operator = this.token.kind === 'sign' ? COMPARE[this.token.text] : undefined;
    if (!operator) throw this.problem('operator', field);
    this.at++;
    return { kind: 'compare', field, operator, value: this.value(field) };
  }

  private field(): FilterField {
    const { kind, text } = this.token;
    if (kind === 'string') { this.at++; return pathField(text); }
    if (kind !== 'word' || WORDS.has(text.toUpperCase())) throw this.problem('field');
    this.at++;
    if (text !== 'length' || !this.takes('(')) return wordField(text);
    const of = this.field();
    if (!this.takes(')')) throw this.problem('bracket');
    return { kind: 'length', of };
  }

  private value(field: FilterField): FilterLiteral {
    const { kind, text } = this.token;
    if (kind === 'string') { this.at++; return { kind: 'string', text }; }
    if (kind !== 'word') throw this.problem('value', field);
    this.at++;
    return bareLiteral(text);
  }

  private list(field: FilterField): FilterNode {
    if (!this.takes('(')) throw this.problem('value', field);
    const values = [this.value(field)];
    while (this.takes(',')) values.push(this.value(field));
    if (!this.takes(')')) throw this.problem('bracket');
    return { kind: 'in', field, values };
  }

  private kindTest(field: FilterField): FilterNode {
    const isNegated = this.takes('NOT');
    const wanted = FILTER_KINDS.find(kind => this.token.kind === 'word' && kind === this.token.text.toLowerCase()) as FilterKind | undefined;
    if (!wanted) throw this.problem('kind', field);
    this.at++;
    const node: FilterNode = { kind: 'is', field, wanted };
    return isNegated ? { kind: 'not', item: node } : node;
  }

  /** A text in quotes or a bare word is looked for as it is; an expression is one. */
  private pattern(field: FilterField): FilterNode {
    const token = this.token;
    if (token.kind !== 'regex' && token.kind !== 'string' && token.kind !== 'word') throw this.problem('pattern', field);
    this.next();
    const node = { kind: 'match' as const, field, pattern: token.kind === 'regex' ? token.text : token.text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&'), flags: token.kind === 'regex' ? token.flags ?? '' : 'i' };
    try { asRegExp(node); } catch (error) {
      throw new FilterProblem(`${error instanceof Error ? error.message : String(error)}.`, token.start, token.end - token.start, 'pattern', field);
    }
    return node;
  }
}

/**
 * Reads a filter such as `model = x AND length > 200 AND teacher = qwen`; an empty one is undefined and keeps every record.
 * @throws FilterProblem with the place of what is wrong.
 */
export function parseFilter(text: string): FilterNode | undefined {
  const tokens = tokenize(text);
  return tokens.length === 1 ? undefined : new Parser(tokens).filter();
}

/** True for a word that cannot stand for a value or a field as it is. */
export const isReserved = (word: string): boolean => WORDS.has(word.toUpperCase()) || bareLiteral(word).kind !== 'string';
