/** One measured row of an evaluation, beside what is to be reached. */
export interface Bar { what: string; measured: string; bar: string }
