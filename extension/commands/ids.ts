/** Every command's id, once. The manifest test holds this table and package.json together. */
export const COMMANDS = {
  auditFile: 'undertone.auditFile',
  auditFolder: 'undertone.auditFolder',
  auditWorkspace: 'undertone.auditWorkspace',
  compare: 'undertone.compare',
  explainRecord: 'undertone.explainRecord',
  showReport: 'undertone.showReport',
  saveReport: 'undertone.saveReport',
  openAsDataset: 'undertone.openAsDataset',
  setExpectedFamilies: 'undertone.setExpectedFamilies',
  chooseField: 'undertone.chooseField',
  markReviewed: 'undertone.markReviewed',
  unmarkReviewed: 'undertone.unmarkReviewed',
  acceptFindings: 'undertone.acceptFindings',
  suppressRule: 'undertone.suppressRule',
  writeCleanCopy: 'undertone.writeCleanCopy',
  writeQuarantine: 'undertone.writeQuarantine',
  forgetAudit: 'undertone.forgetAudit',
  forgetAudits: 'undertone.forgetAudits',
  openSample: 'undertone.openSample',
  readVerdict: 'undertone.readVerdict',
  aboutFindings: 'undertone.aboutFindings',
  enrolTeacher: 'undertone.enrolTeacher',
  manageTeachers: 'undertone.manageTeachers',
  openLab: 'undertone.openLab',
  openLanguageLab: 'undertone.openLanguageLab',
  showModelCard: 'undertone.showModelCard',
  showLog: 'undertone.showLog',
} as const;

/** Id of a command that Undertone contributes. */
export type CommandId = typeof COMMANDS[keyof typeof COMMANDS];

/** Id of the dataset view, for `vscode.openWith`. */
export const DATASET_VIEW = 'undertone.dataset';
