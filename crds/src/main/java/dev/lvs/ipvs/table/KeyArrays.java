package dev.lvs.ipvs.table;

import dev.lvs.ipvs.DestinationKey;
import dev.lvs.net.AddressFamily;
import dev.lvs.net.IpAddress;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Addresses and ports by row, in arrays that grow. A row of IPv4 takes four bytes while all are
 * IPv4, and the port nothing while all have the same one.
 */
final class KeyArrays {
  /** Rows up to which it is quicker to compare each than to look into {@link #places}. */
  private static final int SCANNED = 12;

  /** Words of a row: the address, or its family before it where there are both. */
  private static final int IPV4_ONLY = 1;

  private static final int IPV6_ONLY = 4;

  /** With 0 for IPv4 and 1 for IPv6 before it. */
  private static final int MIXED = 5;

  private int size;
  private int stride = IPV4_ONLY;
  private int[] words;

  /** The port of all rows while {@link #ports} is null. */
  private int port;

  private int @Nullable [] ports;

  /**
   * Rows plus one, found by hash and then by trying the next; 0 is free. A power of two of them, at
   * most two thirds of which are taken; null while there are few rows. Of equal rows it has the
   * first.
   */
  private int @Nullable [] places;

  KeyArrays(int expected) {
    words = new int[expected];
  }

  private KeyArrays(KeyArrays other) {
    size = other.size;
    stride = other.stride;
    words = Arrays.copyOf(other.words, size * stride);
    port = other.port;
    ports = other.ports == null ? null : Arrays.copyOf(other.ports, size);
    places = other.places == null ? null : other.places.clone();
  }

  /** The same rows, in no more memory than they take. */
  KeyArrays trimmed() {
    return new KeyArrays(this);
  }

  int size() {
    return size;
  }

  void add(AddressFamily family, long high, long low, int newPort) {
    fit(family);
    if (words.length < (size + 1) * stride) {
      words = Arrays.copyOf(words, Math.max(8, 2 * size) * stride);
    }
    write(size, family, high, low);
    addPort(newPort);
    size++;
    index();
  }

  /** Adds the row of another table. */
  void add(KeyArrays other, int row) {
    add(other.family(row), other.high(row), other.low(row), other.port(row));
  }

  /** Makes room for addresses of a family beside those that there are. */
  private void fit(AddressFamily family) {
    int fitting = family == AddressFamily.IPV4 ? IPV4_ONLY : IPV6_ONLY;
    if (stride == fitting || stride == MIXED) {
      return;
    }
    int needed = size == 0 ? fitting : MIXED;
    int[] narrow = words;
    int before = stride;
    AddressFamily known = before == IPV4_ONLY ? AddressFamily.IPV4 : AddressFamily.IPV6;
    int rows = Math.max(1, narrow.length / before);
    words = new int[rows * needed];
    stride = needed;
    for (int row = 0; row < size; row++) {
      int at = row * before;
      write(
          row,
          known,
          before == IPV4_ONLY ? 0 : joined(narrow, at),
          before == IPV4_ONLY ? Integer.toUnsignedLong(narrow[at]) : joined(narrow, at + 2));
    }
  }

  private void write(int row, AddressFamily family, long high, long low) {
    int at = row * stride;
    if (stride == IPV4_ONLY) {
      words[at] = (int) low;
      return;
    }
    if (stride == MIXED) {
      words[at++] = family == AddressFamily.IPV4 ? 0 : 1;
    }
    words[at] = (int) (high >>> Integer.SIZE);
    words[at + 1] = (int) high;
    words[at + 2] = (int) (low >>> Integer.SIZE);
    words[at + 3] = (int) low;
  }

  private void addPort(int newPort) {
    if (size == 0) {
      port = newPort;
    } else if (ports == null && newPort != port) {
      ports = new int[Math.max(8, 2 * size)];
      Arrays.fill(ports, 0, size, port);
    }
    if (ports != null) {
      if (ports.length == size) {
        ports = Arrays.copyOf(ports, 2 * size);
      }
      ports[size] = newPort;
    }
  }

  AddressFamily family(int row) {
    return switch (stride) {
      case IPV4_ONLY -> AddressFamily.IPV4;
      case IPV6_ONLY -> AddressFamily.IPV6;
      default -> words[row * stride] == 0 ? AddressFamily.IPV4 : AddressFamily.IPV6;
    };
  }

  long high(int row) {
    return stride == IPV4_ONLY ? 0 : joined(words, (row + 1) * stride - 4);
  }

  long low(int row) {
    return stride == IPV4_ONLY
        ? Integer.toUnsignedLong(words[row])
        : joined(words, (row + 1) * stride - 2);
  }

  private static long joined(int[] words, int at) {
    return (long) words[at] << Integer.SIZE | Integer.toUnsignedLong(words[at + 1]);
  }

  int port(int row) {
    return ports == null ? port : ports[row];
  }

  IpAddress address(int row) {
    return new IpAddress(family(row), high(row), low(row));
  }

  boolean is(int row, AddressFamily family, long high, long low, int otherPort) {
    return low(row) == low && port(row) == otherPort && high(row) == high && family(row) == family;
  }

  /** Returns whether a row has the key of another table's row. */
  boolean is(int row, KeyArrays other, int otherRow) {
    return is(
        row,
        other.family(otherRow),
        other.high(otherRow),
        other.low(otherRow),
        other.port(otherRow));
  }

  /** The first row with a key, less than 0 where there is none. */
  int rowOf(AddressFamily family, long high, long low, int otherPort) {
    if (places == null) {
      for (int row = 0; row < size; row++) {
        if (is(row, family, high, low, otherPort)) {
          return row;
        }
      }
      return -1;
    }
    return places[slot(places, family, high, low, otherPort)] - 1;
  }

  /** The row of another table's row. */
  int rowOf(KeyArrays other, int row) {
    return rowOf(other.family(row), other.high(row), other.low(row), other.port(row));
  }

  /** As {@link DestinationKey#hashCode}. */
  int hash(int row) {
    return hash(high(row), low(row), port(row));
  }

  private static int hash(long high, long low, int port) {
    return 31 * Long.hashCode(31 * high + low) + port;
  }

  /** Brings the last row into {@link #places}, or all of them into larger ones. */
  private void index() {
    if (size <= SCANNED) {
      return;
    }
    if (places == null || 3 * size > 2 * places.length) {
      places = new int[Integer.highestOneBit(2 * size) << 1];
      for (int row = 0; row < size - 1; row++) {
        put(row, places);
      }
    }
    put(size - 1, places);
  }

  private void put(int row, int[] into) {
    int slot = slot(into, family(row), high(row), low(row), port(row));
    if (into[slot] == 0) {
      into[slot] = row + 1;
    }
  }

  /** Returns where in the places a key is, or would be. */
  private int slot(int[] in, AddressFamily family, long high, long low, int otherPort) {
    int hash = hash(high, low, otherPort) * 0x9e3779b9;
    int slot = (hash ^ hash >>> 16) & in.length - 1;
    while (in[slot] != 0 && !is(in[slot] - 1, family, high, low, otherPort)) {
      slot = slot + 1 & in.length - 1;
    }
    return slot;
  }

  /** Returns whether the rows are the same in the same order; both are trimmed. */
  boolean isLike(KeyArrays other) {
    return this == other || hasRowsOf(other);
  }

  private boolean hasRowsOf(KeyArrays other) {
    return size == other.size
        && stride == other.stride
        && (size == 0 || ports != null || other.ports != null || port == other.port)
        && Arrays.equals(words, other.words)
        && Arrays.equals(ports, other.ports);
  }
}
