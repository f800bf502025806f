const SHORTEST = 10;

export const PASSWORD_HINT = `At least ${SHORTEST} characters; a sentence is easy to remember.`;

/** The server's own rule, so that a form can say it before it is sent. */
export const isPassword = (text: string): boolean => text.length >= SHORTEST;
