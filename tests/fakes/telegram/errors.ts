interface ErrorParameters {
  readonly migrate_to_chat_id?: number;
  readonly retry_after?: number;
}

/** A refusal in the words of Telegram. */
export class ApiError extends Error {
  readonly code: number;
  readonly parameters: ErrorParameters | undefined;

  constructor(code: number, description: string, parameters?: ErrorParameters) {
    super(description);
    this.code = code;
    this.parameters = parameters;
  }
}

export const badRequest = (words: string): ApiError => new ApiError(400, `Bad Request: ${words}`);

export const forbidden = (words: string): ApiError => new ApiError(403, `Forbidden: ${words}`);

export const conflict = (words: string): ApiError => new ApiError(409, `Conflict: ${words}`);
