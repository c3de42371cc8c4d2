package dev.lvs.compile;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Files that hold what a test expects; {@code -Dgolden=write} writes what it got instead. */
public final class Golden {
  private static final ObjectMapper YAML =
      YAMLMapper.builder()
          .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
          .disable(YAMLGenerator.Feature.SPLIT_LINES)
          .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
          .build();

  private Golden() {}

  /** The folder of test resources. */
  public static Path resources() {
    return Path.of("src", "test", "resources");
  }

  /** Holds {@code actual} to the file, which does not exist where nothing is expected. */
  public static void check(Path file, String actual) {
    try {
      if ("write".equals(System.getProperty("golden"))) {
        if (actual.isEmpty()) {
          Files.deleteIfExists(file);
        } else {
          Files.writeString(file, actual);
        }
      }
      String expected = Files.exists(file) ? Files.readString(file) : "";
      assertThat(actual).as("%s; -Dgolden=write writes it anew", file).isEqualTo(expected);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The one YAML text of a value. */
  public static String yaml(Object value) {
    try {
      return YAML.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }
}
