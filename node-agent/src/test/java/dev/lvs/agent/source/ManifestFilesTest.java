package dev.lvs.agent.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lvs.agent.source.ManifestFiles.Content;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Objects;
import java.util.SortedMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ManifestFilesTest {
  private static final Instant LONG_AGO = Instant.parse("2026-01-01T00:00:00Z");

  @TempDir Path directory;
  private ManifestFiles files;

  @BeforeEach
  void look() {
    files = new ManifestFiles(directory);
  }

  @Test
  void takesYamlFilesAndNoHiddenOnesOrThoseOfDirectoriesBelow() throws IOException {
    write("a.yaml", "a");
    write("b.yml", "b");
    write("README.md", "c");
    write(".a.yaml.swp", "d");
    write(".hidden.yaml", "e");
    Files.createDirectory(directory.resolve("below.yaml"));
    Files.createDirectory(directory.resolve("below"));
    write("below/f.yaml", "f");

    assertThat(files.look().keySet())
        .extracting(Path::getFileName)
        .map(Path::toString)
        .containsExactly("a.yaml", "b.yml");
  }

  @Test
  void findsNothingInAnEmptyDirectory() throws IOException {
    assertThat(files.look()).isEmpty();
  }

  @Test
  void failsWhereThereIsNoDirectory() {
    ManifestFiles none = new ManifestFiles(directory.resolve("none"));

    assertThatThrownBy(none::look).isInstanceOf(NoSuchFileException.class);
  }

  @Test
  void doesNotReadAgainWhatDidNotChange() throws IOException {
    date(write("a.yaml", "a"), LONG_AGO);
    Content first = content("a.yaml");

    assertThat(content("a.yaml")).isSameAs(first);
  }

  @Test
  void readsAgainAfterARenameThatKeptSizeAndTime() throws IOException {
    date(write("a.yaml", "old"), LONG_AGO);
    files.look();
    date(write("a.tmp", "new"), LONG_AGO);

    Files.move(
        directory.resolve("a.tmp"), directory.resolve("a.yaml"), StandardCopyOption.ATOMIC_MOVE);

    assertThat(text("a.yaml")).isEqualTo("new");
  }

  @Test
  void readsAgainWhatWasWrittenTwiceWithinOneTickOfTheClock() throws IOException {
    Instant now = Instant.now();
    date(write("a.yaml", "old"), now);
    files.look();

    date(write("a.yaml", "new"), now);

    assertThat(text("a.yaml")).isEqualTo("new");
  }

  @Test
  void followsTheLinkOfAConfigMapWhenItIsSwapped() throws IOException {
    Files.createDirectory(directory.resolve("..1"));
    Files.createDirectory(directory.resolve("..2"));
    date(write("..1/a.yaml", "old"), LONG_AGO);
    date(write("..2/a.yaml", "new"), LONG_AGO);
    Files.createSymbolicLink(directory.resolve("..data"), Path.of("..1"));
    Files.createSymbolicLink(directory.resolve("a.yaml"), Path.of("..data/a.yaml"));
    files.look();

    Files.createSymbolicLink(directory.resolve("..data_tmp"), Path.of("..2"));
    Files.move(
        directory.resolve("..data_tmp"),
        directory.resolve("..data"),
        StandardCopyOption.ATOMIC_MOVE);

    assertThat(text("a.yaml")).isEqualTo("new");
  }

  @Test
  void saysThatALinkLeadsNowhere() throws IOException {
    Files.createSymbolicLink(directory.resolve("a.yaml"), Path.of("nowhere"));

    assertThat(content("a.yaml")).isInstanceOf(Content.Unreadable.class);
  }

  private Path write(String name, String text) throws IOException {
    return Files.writeString(directory.resolve(name), text);
  }

  private static void date(Path file, Instant time) throws IOException {
    Files.setLastModifiedTime(file, FileTime.from(time));
  }

  private Content content(String name) throws IOException {
    SortedMap<Path, Content> found = files.look();
    return Objects.requireNonNull(found.get(directory.resolve(name)));
  }

  private String text(String name) throws IOException {
    return ((Content.Text) content(name)).said().text();
  }
}
