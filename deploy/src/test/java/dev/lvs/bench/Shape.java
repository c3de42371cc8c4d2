package dev.lvs.bench;

/** How many real servers the destinations of a table have in common. */
enum Shape {
  /** Each service has the same real servers. */
  SHARED,
  /** No two destinations of the table have the same real server. */
  DIFFERENT
}
