/** The expression of a match test; texts in quotes were looked for without regard to case. @throws SyntaxError. */
export function asRegExp({ pattern, flags }: { pattern: string; flags: string }): RegExp {
  return new RegExp(pattern, [...new Set(flags.replace(/[gy]/g, ''))].join(''));
}
