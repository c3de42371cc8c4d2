package dev.lvs.agent.source;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.Arrays;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;
import org.jspecify.annotations.Nullable;

/**
 * Text kept only to be compared with a later one: compressed, which leaves a tenth of manifests.
 * Texts are equal if their bytes are.
 */
final class ZippedText {
  private static final int PIECE = 16 * 1024;

  private final byte[] zipped;

  private ZippedText(byte[] zipped) {
    this.zipped = zipped;
  }

  /**
   * Returns what {@code in} gives until its end, which is never in memory whole.
   *
   * @throws IOException where that is more bytes than {@code most}
   */
  static ZippedText of(InputStream in, long most) throws IOException {
    ByteArrayOutputStream zipped = new ByteArrayOutputStream();
    Deflater deflater = new Deflater(Deflater.BEST_SPEED);
    try (OutputStream out = new DeflaterOutputStream(zipped, deflater)) {
      byte[] piece = new byte[PIECE];
      long left = most;
      for (int length = in.read(piece); length >= 0; length = in.read(piece)) {
        left -= length;
        if (left < 0) {
          throw new IOException("it has more than %d bytes; split it".formatted(most));
        }
        out.write(piece, 0, length);
      }
    } finally {
      deflater.end();
    }
    return new ZippedText(zipped.toByteArray());
  }

  /**
   * The text itself.
   *
   * @throws CharacterCodingException when it is not UTF-8
   */
  String text() throws CharacterCodingException {
    try (InputStream in = new InflaterInputStream(new ByteArrayInputStream(zipped))) {
      return UTF_8.newDecoder().decode(ByteBuffer.wrap(in.readAllBytes())).toString();
    } catch (CharacterCodingException e) {
      throw e;
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
