package dev.lvs.bench;

/** Shape of a table: real servers that are shared by its services, or not. */
enum Shape {
  /** Each service has the same real servers. */
  SHARED,
  /** No two destinations of the table have the same real server. */
  DIFFERENT
}
