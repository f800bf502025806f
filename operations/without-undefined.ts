/** The same object type with every property that could be undefined made optional and never undefined. */
export type WithoutUndefined<Value> = Value extends readonly (infer Item)[]
  ? WithoutUndefined<Item>[]
  : Value extends object
    ? { [Key in keyof Value]: WithoutUndefined<Exclude<Value[Key], undefined>> }
    : Value;

/** Leaves out undefined properties, at every depth: what JSON would do anyway. */
export function withoutUndefined<Value>(value: Value): WithoutUndefined<Value> {
  if (Array.isArray(value)) return value.map(withoutUndefined) as WithoutUndefined<Value>;
  if (typeof value !== 'object' || value === null) return value as WithoutUndefined<Value>;
  const entries = Object.entries(value).filter(([, inner]) => inner !== undefined);
  return Object.fromEntries(entries.map(([key, inner]) => [key, withoutUndefined(inner)])) as WithoutUndefined<Value>;
}
