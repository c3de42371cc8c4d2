package dev.lvs.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrustedAuthoritiesTest {
  @TempDir private Path folder;

  @Test
  void areReplacedWhereTheFileSaysOtherOnesAndOnlyThen() throws IOException {
    Path file = Files.writeString(folder.resolve("ca.crt"), "one");
    TrustedAuthorities authorities = TrustedAuthorities.of(file);

    assertThat(authorities.replaced()).isEmpty();
    Files.writeString(file, "one");
    assertThat(authorities.replaced()).as("written again").isEmpty();
    Files.delete(file);
    assertThat(authorities.replaced()).as("between two of them").isEmpty();
    Files.writeString(file, "");
    assertThat(authorities.replaced()).as("half of the kubelet's work").isEmpty();
    Files.writeString(file, "one and two");
    assertThat(authorities.replaced())
        .hasValueSatisfying(
            why -> assertThat(why).contains(file.toString(), "replaced since the start"));
  }

  @Test
  void areNotWatchedWhereThereWereNone() throws IOException {
    Path file = folder.resolve("ca.crt");
    TrustedAuthorities authorities = TrustedAuthorities.of(file);

    Files.writeString(file, "one");

    assertThat(authorities.replaced()).isEmpty();
  }
}
