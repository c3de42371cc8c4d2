package dev.lvs.agent.source;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;
import org.jspecify.annotations.Nullable;

/**
 * A text that is kept for the day when it is held to another one: compressed, which leaves a tenth
 * of manifests. Texts are equal if their bytes are.
 */
final class ZippedText {
  private final byte[] zipped;

  private ZippedText(byte[] zipped) {
    this.zipped = zipped;
  }

  /** What {@code in} gives until its end, which is never in memory whole. */
  static ZippedText of(InputStream in) throws IOException {
    ByteArrayOutputStream zipped = new ByteArrayOutputStream();
    Deflater deflater = new Deflater(Deflater.BEST_SPEED);
    try (OutputStream out = new DeflaterOutputStream(zipped, deflater)) {
      in.transferTo(out);
    } finally {
      deflater.end();
    }
    return new ZippedText(zipped.toByteArray());
  }

  /** The text itself. What is not UTF-8 in it is replaced. */
  String text() {
    try (InputStream in = new InflaterInputStream(new ByteArrayInputStream(zipped))) {
      return new String(in.readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("what was compressed here can be read", e);
    }
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof ZippedText text && Arrays.equals(zipped, text.zipped);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(zipped);
  }
}
