package dev.lvs.bench;

/** TableShape of a table: real servers that are shared by its services, or not. */
enum TableShape {
  /** Each service has the same real servers. */
  SHARED,
  /** No two destinations of the table have the same real server. */
  DIFFERENT
}
