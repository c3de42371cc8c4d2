package dev.lvs.agent.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lvs.agent.model.ipvs.Connection;
import dev.lvs.tool.list.ConnectionText;
import dev.lvs.tool.list.Goldens;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConnectionTableTest {
  @ParameterizedTest
  @CsvSource({"false, connections.list", "true, connections.persistent-conn"})
  void showsWhatIpvsadmShows(boolean withEngines, String golden, @TempDir Path directory)
      throws IOException {
    Path file = Files.writeString(directory.resolve("c"), Goldens.read("connections.proc"));
    ConnectionText text = new ConnectionText(withEngines);
    StringBuilder list = new StringBuilder(text.heading());

    long strange =
        ConnectionTable.read(
            file,
            connection -> {
              list.append(text.line(connection));
              return true;
            });

    assertThat(strange).isZero();
    assertThat(list).hasToString(Goldens.read(golden));
  }

  @Test
  void showsARealServerOfTheOtherFamily() {
    Connection connection =
        ConnectionTable.parse(
                "TCP C6336401 D54E C000020A 0051 2001:0db8:0000:0000:0000:0000:0000:0021 0051"
                    + " ESTABLISHED     899")
            .orElseThrow();

    assertThat(new ConnectionText(false).line(connection))
        .isEqualTo(
            "TCP 14:59  ESTABLISHED 198.51.100.1:54606 192.0.2.10:81      [2001:db8::21]:81\n");
  }

  @Test
  void stopsWhenNobodyWantsMore(@TempDir Path directory) throws IOException {
    Path file = Files.writeString(directory.resolve("c"), Goldens.read("connections.proc"));
    List<Connection> taken = new ArrayList<>();

    ConnectionTable.read(
        file,
        connection -> {
          taken.add(connection);
          return taken.size() < 2;
        });

    assertThat(taken).hasSize(2);
  }

  @Test
  void countsLinesThatItDoesNotUnderstand(@TempDir Path directory) throws IOException {
    Path file =
        Files.writeString(
            directory.resolve("c"),
            "heading\nTCP\nTCP X 1 Y 2 Z 3 NONE 4\n\nUDP C000020A 1 C000020A 1 C000020A 1 UDP 9\n");

    assertThat(ConnectionTable.read(file, _ -> true)).isEqualTo(3);
  }

  @Property(tries = 2000)
  void takesAnyLine(@ForAll String line) {
    assertThat(ConnectionTable.parse(line)).isNotNull();
    assertThat(ConnectionTable.parse("TCP C000020A 1 C000020A 1 C000020A 1 UDP " + line))
        .isNotNull();
  }
}
