// Which part of a text is the sample: all of it, the body of its think block, or the inside of its code fence.
import type { Span } from '../protocol/nouns';
import type { Sample, SampleSelector } from './sample';

/** A part and its byte range within the text. */
export interface Part extends Span { part: Sample['part'] }

const THINK_TAGS = ['think', 'thinking'].map(tag => ({ open: Buffer.from(`<${tag}>`), close: Buffer.from(`</${tag}>`) }));
const THINK = Buffer.from('think');
const FENCE = Buffer.from('```');
const LF = 0x0a;
const SPACE = 0x20;
const TICK = 0x60;

/** The range without white space at its ends. */
function trim(text: Buffer, { start, end }: Span): Span {
  while (start < end && text[start] <= SPACE) start++;
  while (end > start && text[end - 1] <= SPACE) end--;
  return { start, end };
}

function nonBlankBytes(text: Buffer, { start, end }: Span): number {
  let count = 0;
  for (let i = start; i < end; i++) if (text[i] > SPACE) count++;
  return count;
}

/** Body of the think block and what follows it; the opening tag may be missing (templates add it), the closing one too (cut-off answers). */
function thinkBlock(text: Buffer): { body: Span; rest: Span } | undefined {
  for (const { open, close } of THINK_TAGS) {
    const closeAt = text.indexOf(close);
    const openAt = text.indexOf(open);
    const isOpen = openAt >= 0 && (closeAt < 0 || openAt < closeAt);
    if (closeAt < 0 && !(isOpen && trim(text, { start: 0, end: text.length }).start === openAt)) continue;
    const end = closeAt < 0 ? text.length : closeAt;
    return {
      body: trim(text, { start: isOpen ? openAt + open.length : 0, end }),
      rest: trim(text, { start: closeAt < 0 ? text.length : closeAt + close.length, end: text.length }),
    };
  }
  return undefined;
}

/** Start of the next line that begins with a fence (spaces before it allowed), and the number of its back-ticks. */
function nextFence(text: Buffer, from: number): { lineStart: number; ticks: number; lineEnd: number } | undefined {
  for (let at = text.indexOf(FENCE, from); at >= 0; at = text.indexOf(FENCE, at)) {
    let lineStart = at;
    while (lineStart > from && text[lineStart - 1] === SPACE) lineStart--;
    const tickStart = at;
    while (text[at] === TICK) at++;
    const lineEnd = text.indexOf(LF, at);
    if (lineStart === 0 || text[lineStart - 1] === LF) return { lineStart, ticks: at - tickStart, lineEnd: lineEnd < 0 ? text.length : lineEnd + 1 };
  }
  return undefined;
}

/** Insides of the fenced blocks; the last may be left open. */
function fencedBlocks(text: Buffer): Span[] {
  const blocks: Span[] = [];
  for (let open = nextFence(text, 0); open;) {
    let close = nextFence(text, open.lineEnd);
    while (close && close.ticks < open.ticks) close = nextFence(text, close.lineEnd);
    blocks.push({ start: open.lineEnd, end: close ? close.lineStart : text.length });
    open = close && nextFence(text, close.lineEnd);
  }
  return blocks.filter(block => nonBlankBytes(text, block) > 0);
}

function largestBlock(text: Buffer, leastShare: number): Span | undefined {
  const blocks = fencedBlocks(text);
  const inside = blocks.reduce((sum, block) => sum + nonBlankBytes(text, block), 0);
  if (blocks.length === 0 || inside < leastShare * nonBlankBytes(text, { start: 0, end: text.length })) return undefined;
  return blocks.reduce((best, block) => block.end - block.start > best.end - best.start ? block : best);
}

/** The part of a text to score; undefined when the part asked for is not there. `auto` takes a think body, else code that makes up half of the text. */
export function choosePart(bytes: Uint8Array, wanted: SampleSelector['part'] = 'auto'): Part | undefined {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const whole: Part = { part: 'whole', start: 0, end: text.length };
  if (wanted === 'whole') return whole;
  const think = wanted === 'code' || !text.includes(THINK) ? undefined : thinkBlock(text);
  if (think && think.body.end > think.body.start) return { part: 'think', ...think.body };
  if (wanted === 'think') return undefined;
  const code = largestBlock(text, wanted === 'code' ? 0 : 0.5);
  if (code) return { part: 'code', ...code };
  return wanted === 'code' ? undefined : { ...whole, ...think?.rest };
}
