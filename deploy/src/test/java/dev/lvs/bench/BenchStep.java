package dev.lvs.bench;

/**
 * Action of one program on the table of the network namespace that it is called in. It fails when
 * afterwards not everything exists, or was found, that should.
 */
interface BenchStep {
  /** Does it, and says how many microseconds it took. */
  long time() throws Exception;

  /** Does it under strace, which takes many times as long, and says what was called. */
  SystemCalls count() throws Exception;
}
