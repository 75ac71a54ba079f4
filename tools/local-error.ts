/** Something the developer can put right: shown as its one line, without a stack. */
export class LocalError extends Error {}
