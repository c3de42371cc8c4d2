package dev.lvs.agent.source;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lvs.verdict.Row;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Reading of a directory that does not answer, for which nobody who repairs the kernel waits. */
@Timeout(60)
class DirectoryReadingTest {
  private static final String NODE =
      """
      apiVersion: v1
      kind: Node
      metadata: {name: director}
      status: {addresses: [{type: InternalIP, address: 198.51.100.1}]}
      """;
  private static final Duration MOMENT = Duration.ofMillis(50);

  @TempDir Path directory;

  @Test
  @Row("manifest-compile-aside")
  void letsNobodyWaitForWhatHangs() throws Exception {
    Files.writeString(directory.resolve("node.yaml"), NODE);
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch hangs = new CountDownLatch(1);
    DirectoryReading reading =
        reading(
            new DirectoryWatch(directory),
            () -> {
              begun.countDown();
              hangs.await();
              return true;
            });

    try (AwaitedPlans source = awaited(reading)) {
      assertThat(source.await(MOMENT)).isEmpty();
      begun.await();
      assertThat(reading.isSlow(Duration.ofHours(1))).isEmpty();
      assertThat(reading.isSlow(Duration.ZERO)).get().asString().contains("its file system");
      assertThat(source.await(MOMENT)).isEmpty();

      hangs.countDown();
      assertThat(source.await(Duration.ofSeconds(30))).get().isInstanceOf(PlanNews.Plan.class);
    }
  }

  @Test
  @Row("manifest-compile-aside")
  void endsAtOnceWhileItHangs() throws Exception {
    DirectoryReading reading =
        reading(new DirectoryWatch(directory), () -> new CountDownLatch(1).await(1, TimeUnit.DAYS));
    AwaitedPlans source = awaited(reading);
    source.await(MOMENT);

    source.close();

    assertThat(source.await(Duration.ofSeconds(30))).isEmpty();
  }

  @Test
  @Row("no-inotify")
  void findsChangesWhereTheKernelGivesNoInotifyInstance() throws Exception {
    DirectoryWatch none =
        new DirectoryWatch(
            directory,
            () -> {
              throw new IOException("User limit of inotify instances reached");
            });
    DirectoryReading reading = reading(none, () -> true);

    try (AwaitedPlans source = awaited(reading)) {
      assertThat(source.await(Duration.ofSeconds(30)))
          .get()
          .isInstanceOf(PlanNews.Unreadable.class);
      Files.writeString(directory.resolve("node.yaml"), NODE);
      assertThat(source.await(Duration.ofSeconds(30))).get().isInstanceOf(PlanNews.Plan.class);
    }
  }

  private AwaitedPlans awaited(DirectoryReading reading) {
    return new AwaitedPlans(new DirectorySource(directory, reading, Optional.empty()));
  }

  private DirectoryReading reading(DirectoryWatch watch, Callable<?> before) {
    return new DirectoryReading(
        new ManifestFiles(directory),
        watch,
        () -> {
          try {
            before.call();
          } catch (Exception e) {
            throw new IllegalStateException(e);
          }
          return new ManifestCompiler("director", LastGood.none(), false);
        },
        new Stillness(Duration.ZERO, System::nanoTime));
  }
}
