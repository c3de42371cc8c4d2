package dev.lvs.agent.source;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Wakes a waiting thread when something in a directory may have changed (inotify).
 *
 * <p>A hint, not a fact: a change that is missed, because the directory was replaced by another or
 * is on a network file system, is found by periodic polling. Where the kernel gives no inotify
 * instance there is only polling.
 */
final class DirectoryWatch implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(DirectoryWatch.class);

  /**
   * A change counts as over after this long without another one: editors and tools write a file in
   * several steps.
   */
  private static final Duration QUIET = Duration.ofMillis(15);

  /** The longest that a change is waited out. */
  private static final Duration BUSY = Duration.ofMillis(150);

  private final Path directory;
  private final @Nullable WatchService service;
  private final CountDownLatch closed = new CountDownLatch(1);
  private @Nullable WatchKey key;
  private @Nullable Object watched;

  /** Asks the kernel for an inotify instance. */
  interface Opening {
    WatchService open() throws IOException;
  }

  DirectoryWatch(Path directory) {
    this(directory, FileSystems.getDefault()::newWatchService);
  }

  DirectoryWatch(Path directory, Opening opening) {
    this.directory = directory;
    this.service = open(directory, opening);
  }

  private static @Nullable WatchService open(Path directory, Opening opening) {
    try {
      return opening.open();
    } catch (IOException e) {
      LOG.warn(
          "The kernel gives no inotify instance ({}), so changes in {} are found by looking there"
              + " once a second. Raise fs.inotify.max_user_instances to find them at once.",
          e.getMessage(),
          directory);
      return null;
    }
  }

  /** Waits for a change, and then until it is over; at most this long, or until the close. */
  void await(Duration patience) throws InterruptedException {
    if (service == null) {
      closed.await(patience.toNanos(), TimeUnit.NANOSECONDS);
      return;
    }
    if (isNewlyRegistered(service)) {
      return;
    }
    try {
      WatchKey changed = service.poll(patience.toNanos(), TimeUnit.NANOSECONDS);
      long deadline = System.nanoTime() + BUSY.toNanos();
      while (changed != null && System.nanoTime() < deadline) {
        changed.pollEvents();
        changed.reset();
        changed = service.poll(QUIET.toNanos(), TimeUnit.NANOSECONDS);
      }
      if (changed != null) {
        changed.pollEvents();
        changed.reset();
      }
    } catch (ClosedWatchServiceException _) {
      // closed while it was waited
    }
  }

  @Override
  public void close() {
    closed.countDown();
    try {
      if (service != null) {
        service.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot close the watch on " + directory, e);
    }
  }

  /** Watches the directory that has the path now, which may be another than before. */
  private boolean isNewlyRegistered(WatchService service) {
    try {
      Object present =
          Objects.requireNonNull(
              Files.readAttributes(directory, BasicFileAttributes.class).fileKey());
      if (key != null && key.isValid() && present.equals(watched)) {
        return false;
      }
      if (key != null) {
        key.cancel();
      }
      key =
          directory.register(
              service,
              StandardWatchEventKinds.ENTRY_CREATE,
              StandardWatchEventKinds.ENTRY_MODIFY,
              StandardWatchEventKinds.ENTRY_DELETE);
      watched = present;
      return true;
    } catch (IOException | ClosedWatchServiceException _) {
      // there is no such directory now, or no watch left in the kernel for it: looking will tell
      key = null;
      return false;
    }
  }
}
