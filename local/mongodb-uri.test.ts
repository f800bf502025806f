import { expect, it } from '@jest/globals';
import { databaseOf, withDatabase } from './mongodb-uri.ts';

it.each([
  ['mongodb://127.0.0.1:27017', undefined, 'mongodb://127.0.0.1:27017/x'],
  ['mongodb://127.0.0.1:27017/', undefined, 'mongodb://127.0.0.1:27017/x'],
  ['mongodb://u:p@a:1,b:2/tasks?replicaSet=rs0', 'tasks', 'mongodb://u:p@a:1,b:2/x?replicaSet=rs0'],
  ['mongodb+srv://cluster.example/?retryWrites=true', undefined, 'mongodb+srv://cluster.example/x?retryWrites=true'],
])('knows the database of %s and puts another in its place', (uri, database, other) => {
  expect(databaseOf(uri)).toBe(database);
  expect(withDatabase(uri, 'x')).toBe(other);
});
