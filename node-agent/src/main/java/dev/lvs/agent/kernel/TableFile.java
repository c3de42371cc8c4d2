package dev.lvs.agent.kernel;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.BitSet;

/**
 * /proc/net/ip_vs of the calling thread's network namespace: much cheaper to read than the table
 * itself, and enough to see where it has changed ({@code ip_vs_info_seq_show},
 * net/netfilter/ipvs/ip_vs_ctl.c).
 *
 * <p>It lacks flags, thresholds, persistence engines and tunnel settings. Virtual servers stand in
 * it in the order in which they are dumped.
 *
 * <pre>
 * TCP  C000020A:0050 wrr persistent 360 FFFFFFFF
 *   -> C6336415:1F90      Masq    1      0          0
 * </pre>
 */
final class TableFile {
  private static final int BUFFER_BYTES = 32 * 1024;

  /** Lines before the first virtual server. */
  private static final int TITLE_LINES = 3;

  /** Words of a destination's line up to its weight; connections are counted behind it. */
  private static final int SETTINGS = 4;

  private static final long FNV_OFFSET = 0xcbf29ce484222325L;
  private static final long FNV_PRIME = 0x100000001b3L;

  private final Path file;
  private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES);
  private long[] hashes = new long[0];
  private int count;

  private long[] hashesBefore = new long[0];
  private int countBefore;

  /**
   * @param proc where procfs is mounted
   */
  TableFile(Path proc) {
    this.file = proc.resolve("thread-self/net/ip_vs");
  }

  /**
   * The places, counted from 0, of virtual servers that are listed otherwise than with the last
   * call; none where the file cannot be had.
   */
  BitSet changes() {
    long[] spare = hashesBefore;
    hashesBefore = hashes;
    countBefore = count;
    hashes = spare;
    count = 0;
    read();
    BitSet changes = new BitSet();
    for (int i = 0; i < count; i++) {
      if (i >= countBefore || hashes[i] != hashesBefore[i]) {
        changes.set(i);
      }
    }
    return changes;
  }

  private void read() {
    Lines lines = new Lines();
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      buffer.clear();
      while (channel.read(buffer) > 0) {
        buffer.flip();
        while (buffer.hasRemaining()) {
          lines.take(buffer.get());
        }
        buffer.clear();
      }
    } catch (NoSuchFileException _) {
      // there is no IPVS, or not yet
      count = 0;
    } catch (IOException e) {
      // the table itself is read in turn all the same
      count = 0;
    }
  }

  /** Takes the file byte by byte. */
  private final class Lines {
    private int titles;
    private boolean first = true;
    private boolean destination;
    private boolean inWord;
    private int words;

    void take(byte next) {
      if (titles < TITLE_LINES) {
        titles += next == '\n' ? 1 : 0;
        return;
      }
      if (first) {
        begin(next == ' ');
      }
      first = next == '\n';
      boolean letter = next > ' ';
      words += letter && !inWord ? 1 : 0;
      inWord = letter;
      if (count > 0 && (!destination || words <= SETTINGS)) {
        hashes[count - 1] = (hashes[count - 1] ^ next) * FNV_PRIME;
      }
    }

    private void begin(boolean ofDestination) {
      destination = ofDestination;
      inWord = false;
      words = 0;
      if (!ofDestination) {
        if (count == hashes.length) {
          hashes = Arrays.copyOf(hashes, Math.max(64, 2 * count));
        }
        hashes[count++] = FNV_OFFSET;
      }
    }
  }
}
