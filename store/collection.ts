import { Schema, type Connection } from 'mongoose';

/** A schema that lets plain JSON through unchanged: its shape is the TypeScript type, checked before it is written. */
export function collection<Document>(connection: Connection, name: string, ...indexes: Parameters<Schema['index']>[]) {
  const schema = new Schema<Document>({}, { strict: false, versionKey: false, minimize: false, collection: name });
  schema.add({ _id: Schema.Types.Mixed } as never);
  for (const [fields, options] of indexes) schema.index(fields, options);
  return connection.model<Document>(name, schema);
}
