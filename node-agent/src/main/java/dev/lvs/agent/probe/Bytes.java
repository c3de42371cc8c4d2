package dev.lvs.agent.probe;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;

/** Immutable bytes, equal by content. */
public final class Bytes {
  /** None at all. */
  public static final Bytes NONE = new Bytes(new byte[0]);

  private final byte[] value;

  private Bytes(byte[] value) {
    this.value = value;
  }

  /** A copy of these. */
  public static Bytes of(byte[] bytes) {
    return new Bytes(bytes.clone());
  }

  /** Returns how many there are. */
  public int length() {
    return value.length;
  }

  /** One of them. */
  public byte get(int index) {
    return value[index];
  }

  /** A copy of them. */
  public byte[] toArray() {
    return value.clone();
  }

  /** They themselves, to be read. */
  public ByteBuffer toBuffer() {
    return ByteBuffer.wrap(value).asReadOnlyBuffer();
  }

  /** Those from a place up to another. */
  public Bytes slice(int from, int to) {
    return new Bytes(Arrays.copyOfRange(value, from, to));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Bytes its && Arrays.equals(value, its.value);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(value);
  }

  @Override
  public String toString() {
    return HexFormat.of().formatHex(value);
  }
}
