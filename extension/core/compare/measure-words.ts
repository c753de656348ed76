import type { Channel } from '../protocol/nouns';
import { measureNames } from './traits';

/** A measure as a person reads it: its name, its place among the measures, and how its value becomes a plain one. */
export interface MeasureWords { name: string; index: number; value: (measure: number) => number }

const same = (x: number) => x, square = (x: number) => x * x;
const times = (factor: number) => (x: number) => x * factor;

/** The text measures that are shares are kept as their square roots. */
const WORDS: Record<string, [name: string, value: (measure: number) => number]> = {
  logBytes: ['length in bytes', Math.exp], logLines: ['lines', Math.exp], bytesPerLine: ['bytes per line', Math.exp], bytesPerToken: ['bytes per word or mark', same],
  blankLines: ['blank lines, share', square], indentedLines: ['indented lines, share', square], oddIndents: ['indents not a multiple of four, share of lines', square],
  tabIndents: ['tab indents, share of lines', square], deepIndents: ['indents of twelve and more, share of lines', square], trailingSpaces: ['lines with trailing spaces, share', square],
  commentLines: ['comment lines, share', square], hashLines: ['lines that begin with #, share', square], listLines: ['bulleted lines, share', square], numberedLines: ['numbered lines, share', square],
  digits: ['digits, share of bytes', square], upperCase: ['capital letters, share of bytes', square], spaces: ['spaces, share of bytes', square], marks: ['punctuation, share of bytes', square], high: ['non-ASCII, share of bytes', square],
  logCount: ['how many numbers', Math.expm1], width: ['digits per number', times(3)], underHundred: ['numbers below 100, share', same], overThousand: ['numbers from 1000 on, share', same],
  distinct: ['different numbers, share', same], level: ['mean of the numbers', times(1000)], spread: ['spread of the numbers', times(500)], rises: ['rises, share of steps', same], step: ['mean step', times(500)],
  round: ['multiples of ten, share', same], odd: ['odd numbers, share', same], nearRepeats: ['numbers near an earlier one, share', same], ramps: ['equal steps in a row, share', same], odds: ['negative or decimal numbers, share', same],
  sentenceEnds: ['sentence ends per line', square],
};

/** The measures of a channel in words. */
export function describeMeasures(channel: Channel): MeasureWords[] {
  return measureNames(channel).map((measure, index) => {
    const [name, value] = WORDS[measure] ?? [`${measure.replace(/[A-Z]/g, letter => ` ${letter.toLowerCase()}`)}, share of bytes`, square];
    return { name, index, value };
  });
}
