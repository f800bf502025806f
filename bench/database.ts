import mongoose from 'mongoose';

export type Db = mongoose.mongo.Db;
export type MongoClient = mongoose.mongo.MongoClient;

/** MongoDB without mongoose's models: what our reads and writes are compared with. */
export const connectDriver = (uri: string): Promise<MongoClient> =>
  mongoose.mongo.MongoClient.connect(uri, { maxPoolSize: 20 });
