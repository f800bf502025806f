/** The owner of a new local stack has an address that leads nowhere until the set-up link is used. */
export const addressText = (email: string): string => (email.endsWith('.invalid') ? 'no e-mail address yet' : email);
