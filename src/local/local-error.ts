/** What could not be brought up on this machine; the code is for branching, the message for the person. */
export type LocalErrorCode =
  | 'DATA_FOLDER_IN_USE'
  | 'DATA_FOLDER_UNUSABLE'
  | 'PORT_NOT_FOUND'
  | 'TEMPORAL_CLI_NOT_FOUND'
  | 'TEMPORAL_CLI_UNUSABLE'
  | 'TEMPORAL_NOT_STARTED'
  | 'TEMPORAL_VERSION_DIFFERS'
  | 'POSTGRES_NOT_STARTED'
  | 'POSTGRES_VERSION_DIFFERS'
  | 'BACKUP_NOT_MADE'
  | 'BACKUP_NOT_RESTORED'
  | 'PART_LOST';

/** A part of the embedded default that could not be started. Its message is complete: what, where, why, and the way out. */
export class LocalError extends Error {
  readonly code: LocalErrorCode;

  constructor(code: LocalErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'LocalError';
    this.code = code;
  }
}
