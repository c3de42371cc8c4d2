package dev.lvs.agent.probe.grpc;

import dev.lvs.agent.probe.Bytes;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;

/** Splits received bytes into frames of HTTP/2 (RFC 9113, 4.1). */
final class FrameReader {
  private static final int HEADER = 9;

  /** Octets of a payload: SETTINGS_MAX_FRAME_SIZE by default, we never announce another. */
  private static final int LONGEST = 1 << 14;

  private byte[] held = new byte[64];
  private int size;

  /** A frame of any stream. */
  record Frame(int type, int flags, Bytes payload) {}

  /** Thrown for bytes that are not HTTP/2. */
  static final class TooLongException extends Exception {
    private static final long serialVersionUID = 1;

    TooLongException() {
      super("a frame is too long", null, false, false);
    }
  }

  /**
   * The next frame; empty where more has to come, and then all bytes are taken.
   *
   * @throws TooLongException when a frame is longer than any may be
   */
  Optional<Frame> next(ByteBuffer bytes) throws TooLongException {
    take(bytes, HEADER);
    if (size < HEADER) {
      return Optional.empty();
    }
    int length = (held[0] & 0xff) << 16 | (held[1] & 0xff) << 8 | (held[2] & 0xff);
    if (length > LONGEST) {
      throw new TooLongException();
    }
    take(bytes, HEADER + length);
    if (size < HEADER + length) {
      return Optional.empty();
    }
    size = 0;
    return Optional.of(
        new Frame(
            held[3] & 0xff,
            held[4] & 0xff,
            Bytes.of(Arrays.copyOfRange(held, HEADER, HEADER + length))));
  }

  private void take(ByteBuffer bytes, int wanted) {
    if (wanted > held.length) {
      held = Arrays.copyOf(held, wanted);
    }
    int some = Math.min(wanted - size, bytes.remaining());
    if (some > 0) {
      bytes.get(held, size, some);
      size += some;
    }
  }
}
