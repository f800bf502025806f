export type RenameErrorCode =
  | 'INVALID_NAME'
  | 'NO_PROJECT'
  | 'NOT_FOUND'
  | 'AMBIGUOUS'
  | 'NOT_RENAMABLE'
  | 'COLLISION'
  | 'ENCODING';

/** The rename cannot be done as asked, and would not be the next time either; the message says what to change. */
export class RenameError extends Error {
  readonly code: RenameErrorCode;

  constructor(code: RenameErrorCode, message: string) {
    super(message);
    this.name = 'RenameError';
    this.code = code;
  }
}
