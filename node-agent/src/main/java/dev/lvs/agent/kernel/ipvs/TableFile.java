package dev.lvs.agent.kernel.ipvs;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
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
 * it in the order in which they are dumped. But where another network namespace has some too, the
 * kernel loses its position between two reads, and skips some ({@code ip_vs_info_seq_next} counts
 * those of all namespaces, {@code ip_vs_info_array} only its own): a file with fewer virtual
 * servers than the table says nothing about the rest.
 *
 * <pre>
 * TCP  C000020A:0050 wrr persistent 360 FFFFFFFF
 *   -> C6336415:1F90      Masq    1      0          0
 * </pre>
 */
public final class TableFile {
  private static final int BUFFER_BYTES = 32 * 1024;

  /** Lines before the first virtual server. */
  private static final int TITLE_LINES = 3;

  /** Words of a destination's line up to its weight; connections are counted behind it. */
  private static final int SETTINGS = 4;

  private static final long FNV_OFFSET = 0xcbf29ce484222325L;
  private static final long FNV_PRIME = 0x100000001b3L;

  private final Path file;
  private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES);
  private final byte[] bytes = new byte[BUFFER_BYTES];
  private long[] hashes = new long[0];
  private int count;

  private long[] hashesBefore = new long[0];
  private int countBefore;

  /**
   * @param proc where procfs is mounted
   */
  public TableFile(Path proc) {
    this.file = proc.resolve("thread-self/net/ip_vs");
  }

  /**
   * The places, counted from 0, of virtual servers that are listed otherwise than with the last
   * call; none where the file cannot be had.
   */
  public BitSet changes() {
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

  /**
   * Returns how many virtual servers the last call of {@link #changes} found; none without the
   * file.
   */
  public int count() {
    return count;
  }

  private void read() {
    Lines lines = new Lines();
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      buffer.clear();
      for (int length = channel.read(buffer); length > 0; length = channel.read(buffer)) {
        buffer.flip().get(bytes, 0, length);
        lines.take(bytes, length);
        buffer.clear();
      }
      lines.end();
    } catch (IOException _) {
      // there is no IPVS, or not yet; or the table is read by itself alone
      count = 0;
    }
  }

  /** Parses the file in chunks. Its work per byte is most of the cost of a look. */
  private final class Lines {
    private int titles;
    private boolean first = true;
    private boolean destination;
    private boolean inWord;
    private int words;
    private long hash;

    void take(byte[] piece, int length) {
      int next = 0;
      while (titles < TITLE_LINES && next < length) {
        titles += piece[next++] == '\n' ? 1 : 0;
      }
      while (next < length) {
        if (first) {
          begin(piece[next] == ' ');
        }
        next = destination ? takeDestination(piece, next, length) : takeAll(piece, next, length);
      }
    }

    void end() {
      if (count > 0) {
        hashes[count - 1] = hash;
      }
    }

    private void begin(boolean ofDestination) {
      first = false;
      destination = ofDestination;
      inWord = false;
      words = 0;
      if (ofDestination) {
        return;
      }
      end();
      if (count == hashes.length) {
        hashes = Arrays.copyOf(hashes, Math.max(64, 2 * count));
      }
      count++;
      hash = FNV_OFFSET;
    }

    /** Takes what there is of a virtual server's line, and says where it ended. */
    private int takeAll(byte[] piece, int from, int length) {
      long sum = hash;
      int at = from;
      boolean more = true;
      while (more && at < length) {
        byte next = piece[at++];
        sum = (sum ^ next) * FNV_PRIME;
        more = next != '\n';
      }
      hash = sum;
      first = !more;
      return at;
    }

    /** Takes what there is of a destination's line up to its weight. */
    private int takeDestination(byte[] piece, int from, int length) {
      long sum = hash;
      int at = from;
      int word = words;
      boolean within = inWord;
      boolean more = true;
      while (more && at < length) {
        byte next = piece[at++];
        boolean letter = next > ' ';
        word += letter && !within ? 1 : 0;
        within = letter;
        if (word <= SETTINGS) {
          sum = (sum ^ next) * FNV_PRIME;
        }
        more = next != '\n';
      }
      hash = sum;
      words = word;
      inWord = within;
      first = !more;
      return at;
    }
  }
}
