package dev.lvs.bench;

import dev.lvs.bench.Invocation.Output;
import java.io.IOException;
import java.util.function.ToLongFunction;

/**
 * A step that a program of its own takes.
 *
 * @param micros how long it took
 * @param objects how many it made or found
 * @param expected how many that has to be
 */
record ProcessStep(
    Invocation invocation,
    ToLongFunction<Output> micros,
    ToLongFunction<Output> objects,
    long expected)
    implements BenchStep {

  @Override
  public long time() throws IOException, InterruptedException {
    Output output = invocation.run();
    Sanity.that(objects.applyAsLong(output) == expected, invocation.command());
    return micros.applyAsLong(output);
  }

  @Override
  public SystemCalls count() throws IOException, InterruptedException {
    return SystemCalls.of(invocation);
  }
}
