package dev.lvs.agent.file;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DurableFileTest {
  @TempDir Path directory;

  @Test
  void replacesAFileAndGivesTheNewOne() throws IOException {
    Path file = Files.writeString(directory.resolve("state"), "a long old text");

    try (FileChannel channel = DurableFile.replace(file, fresh -> write(fresh, "new"))) {
      write(channel, "er");
    }

    assertThat(file).hasContent("newer");
    assertThat(directory)
        .isDirectoryContaining(file::equals)
        .isDirectoryNotContaining("glob:*.new");
  }

  @Test
  void leavesTheOldFileWhereTheNewOneCannotBeWritten() throws IOException {
    Path file = Files.writeString(directory.resolve("state"), "old");

    assertThatThrownBy(
            () ->
                DurableFile.replace(
                    file,
                    fresh -> {
                      write(fresh, "half of the ne");
                      throw new IOException("No space left on device");
                    }))
        .isInstanceOf(IOException.class);

    assertThat(file).hasContent("old");
  }

  /** As an agent leaves it that is killed while it writes. */
  @Test
  void writesOverWhatACrashLeft() throws IOException {
    Path file = directory.resolve("state");
    Files.writeString(directory.resolve("state.new"), "half of something much longer");

    DurableFile.replace(file, fresh -> write(fresh, "whole")).close();

    assertThat(file).hasContent("whole");
  }

  private static void write(FileChannel channel, String text) throws IOException {
    channel.write(ByteBuffer.wrap(text.getBytes(UTF_8)));
  }
}
