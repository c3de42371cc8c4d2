package dev.lvs.agent.ledger;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Keeps other agents out of a state directory; goes with the process, however that ends. */
public final class StateLock implements AutoCloseable {
  private final Path directory;
  private FileChannel channel;

  private StateLock(Path directory, FileChannel channel) {
    this.directory = directory;
    this.channel = channel;
  }

  /**
   * Takes the directory, which is made where it is missing.
   *
   * @throws LedgerException when another agent has it, or it cannot be used
   */
  public static StateLock take(Path directory) {
    return new StateLock(directory, open(directory));
  }

  /** Takes what is there now under the name of the directory. */
  public void takeAgain() {
    close();
    channel = open(directory);
  }

  private static FileChannel open(Path directory) {
    try {
      Files.createDirectories(directory);
      FileChannel channel =
          FileChannel.open(
              directory.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      try {
        FileLock lock = channel.tryLock();
        if (lock == null) {
          throw inUse(directory);
        }
        return channel;
      } catch (IOException | RuntimeException e) {
        channel.close();
        throw e;
      }
    } catch (OverlappingFileLockException e) {
      throw inUse(directory);
    } catch (IOException e) {
      throw new LedgerException(
          "cannot use the state directory " + directory + " (--state-dir)", e);
    }
  }

  private static LedgerException inUse(Path directory) {
    return new LedgerException(
        "another agent is at work in "
            + directory
            + "; stop it first, or give this one a --state-dir of its own");
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new LedgerException("cannot release the ledger", e);
    }
  }
}
