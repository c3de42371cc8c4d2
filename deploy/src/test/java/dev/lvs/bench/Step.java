package dev.lvs.bench;

/**
 * What one program does to the table of the network namespace that it is called in. It fails when
 * afterwards not all is there, or was found, that should be.
 */
interface Step {
  /** Does it, and says how many microseconds it took. */
  long time() throws Exception;

  /** Does it under strace, which takes many times as long, and says what was called. */
  SystemCalls count() throws Exception;
}
