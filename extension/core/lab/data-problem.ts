/** Digits that cannot be used: the message names the file, what is wrong with it and what to do. */
export class DataProblem extends Error {
  constructor(file: string, what: string, remedy: string) {
    super(`${file}: ${what}. ${remedy}`);
    this.name = 'DataProblem';
  }
}
