/** One single-document write, safe to repeat. */
export interface Write {
  readonly filter: object;
  readonly update: object;
  readonly upsert: boolean;
}

/** Inserts a document once; the filter on `_id` makes a repetition a no-op. */
export function insert<Document extends { _id: string }>(id: string, document: Omit<Document, '_id'>): Write {
  return { filter: { _id: id }, update: { $setOnInsert: document }, upsert: true };
}

/** Changes a document unless it has seen this event or a later one. */
export function change<Document extends { _id: string; seq: number }>(
  id: string,
  seq: number,
  set: Partial<Document>,
  unset: readonly (keyof Document & string)[] = [],
): Write {
  const update = {
    $set: { ...set, seq },
    ...(unset.length > 0 && { $unset: Object.fromEntries(unset.map((field) => [field, ''])) }),
  };
  return { filter: { _id: id, seq: { $lt: seq } }, update, upsert: false };
}
