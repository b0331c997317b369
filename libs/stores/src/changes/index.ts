/** What a process needs of Postgres that only listens and asks: no entities, and so no TypeORM in its memory. */
export * from './connection.js';
export * from './listen-for-changes.js';
