/** What begins a comment: by the kind of language that a text looks like. */
const HASH_LANGUAGE = /^[ \t]*(def |class \w+.*:[ \t]*$|from \w[\w.]* import |import \w[\w., ]*$|elif |print\(|#!|if .*:[ \t]*$|for .*:[ \t]*$|require ['"]|end[ \t]*$)/m;
/** A preprocessor line, an attribute of Rust or a shebang begins with `#` and is no comment. */
const NO_COMMENT = /^#(include|define|undef|if|ifdef|ifndef|else|elif|endif|pragma|error|line|region|endregion|!)/;

/** Strings of any language, skipped as a whole; then either kind of comment. */
const SLASH = /"(?:\\[^]|[^"\\\n])*"|'(?:\\[^]|[^'\\\n])*'|`(?:\\[^]|[^`\\])*`|(\/\/|\/\*)/g;
const HASH = /"""[^]*?"""|'''[^]*?'''|"(?:\\[^]|[^"\\\n])*"|'(?:\\[^]|[^'\\\n])*'|(#.{0,12})/g;

/** Whether code holds a comment: `//` and `/*`, or `#` where the code reads like Python, Ruby or shell. A comment sign inside a string is none; neither is a docstring. */
export function hasComment(code: string): boolean {
  const isHash = HASH_LANGUAGE.test(code);
  for (const [, sign] of code.matchAll(isHash ? HASH : SLASH)) if (sign !== undefined && !(isHash && NO_COMMENT.test(sign))) return true;
  return false;
}
