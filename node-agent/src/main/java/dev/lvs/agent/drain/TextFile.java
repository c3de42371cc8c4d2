package dev.lvs.agent.drain;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.lvs.agent.file.DurableFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/** Replaces a file by a text, durably. */
final class TextFile {
  private TextFile() {}

  static void replace(Path file, String text) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(UTF_8));
    DurableFile.replace(
            file,
            channel -> {
              while (bytes.hasRemaining()) {
                channel.write(bytes);
              }
            })
        .close();
  }
}
