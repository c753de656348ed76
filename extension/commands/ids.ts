/** Every command's id, once. The manifest test holds this table and package.json together. */
export const COMMANDS = {
  auditFile: 'undertone.auditFile',
  explainRecord: 'undertone.explainRecord',
  showReport: 'undertone.showReport',
  openAsDataset: 'undertone.openAsDataset',
  setExpectedFamilies: 'undertone.setExpectedFamilies',
  chooseField: 'undertone.chooseField',
  markReviewed: 'undertone.markReviewed',
  unmarkReviewed: 'undertone.unmarkReviewed',
  aboutFindings: 'undertone.aboutFindings',
  enrolTeacher: 'undertone.enrolTeacher',
  manageTeachers: 'undertone.manageTeachers',
  openLab: 'undertone.openLab',
  showLog: 'undertone.showLog',
} as const;

/** Id of a command that Undertone contributes. */
export type CommandId = typeof COMMANDS[keyof typeof COMMANDS];

/** Id of the dataset view, for `vscode.openWith`. */
export const DATASET_VIEW = 'undertone.dataset';
