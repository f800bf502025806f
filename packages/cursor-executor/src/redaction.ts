/** Hides a secret in whatever text. */
export type Redact = (text: string) => string;

/** A model may print its environment, and an error may repeat what was sent. */
export function redactionOf(secret: string, name: string): Redact {
  return (text) => text.replaceAll(secret, `[${name}]`);
}
