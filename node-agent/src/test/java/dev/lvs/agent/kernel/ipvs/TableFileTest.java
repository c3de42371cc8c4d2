package dev.lvs.agent.kernel.ipvs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lvs.agent.kernel.FakeProc;
import java.nio.file.Path;
import java.util.BitSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TableFileTest {
  private static final String TITLE =
      """
      IP Virtual Server version 1.2.1 (size=4096)
      Prot LocalAddress:Port Scheduler Flags
        -> RemoteAddress:Port Forward Weight ActiveConn InActConn
      """;
  private static final String WEB =
      """
      TCP  C000020A:0050 wrr persistent 360 FFFFFFFF
        -> C6336415:1F90      Masq    1      0          0
        -> C6336416:1F90      Masq    1      0          0
      """;
  private static final String DNS =
      """
      UDP  [2001:0db8:0000:0000:0000:0000:0000:0010]:0035 rr
        -> [2001:0db8:0001:0000:0000:0000:0000:0021]:0035      Route   1      0          0
      """;

  private FakeProc proc;
  private TableFile file;

  @BeforeEach
  void makeFile(@TempDir Path directory) {
    proc = FakeProc.in(directory);
    file = new TableFile(proc.root());
    write(WEB + DNS);
    file.changes();
  }

  @Test
  void saysNothingWhereNothingChanged() {
    assertThat(file.changes().isEmpty()).isTrue();
  }

  @Test
  void passesOverConnections() {
    write(WEB.replace("1      0          0", "1      12         3456") + DNS);

    assertThat(file.changes().isEmpty()).isTrue();
  }

  @Test
  void saysWhichVirtualServerHasAnotherWeight() {
    write(WEB + DNS.replace("Route   1 ", "Route   2 "));

    assertThat(file.changes()).isEqualTo(places(1));
    assertThat(file.changes().isEmpty()).isTrue();
  }

  @Test
  void saysWhichVirtualServerIsAnother() {
    write(WEB.replace("wrr", "wlc") + DNS);

    assertThat(file.changes()).isEqualTo(places(0));
  }

  @Test
  void saysWhichVirtualServerLostADestination() {
    write(WEB.lines().limit(2).reduce("", (text, line) -> text + line + "\n") + DNS);

    assertThat(file.changes()).isEqualTo(places(0));
  }

  @Test
  void tellsWeightsFromConnectionsByTheirPlace() {
    write(WEB.replace("Masq    1      0 ", "Masq    10     0 ") + DNS);

    assertThat(file.changes()).isEqualTo(places(0));
  }

  @Test
  void readsAFileLongerThanItsBuffer() {
    String many = DNS.repeat(2000);
    write(many);
    file.changes();

    write(many + WEB);

    assertThat(file.changes()).isEqualTo(places(2000));
  }

  @Test
  void countsWhatItFound() {
    assertThat(file.count()).isEqualTo(2);
    write(WEB);
    file.changes();
    assertThat(file.count()).isEqualTo(1);
  }

  @Test
  void saysNothingWithoutAFile(@TempDir Path empty) {
    assertThat(new TableFile(empty).changes().isEmpty()).isTrue();
  }

  private void write(String table) {
    proc.write("thread-self/net/ip_vs", (TITLE + table).stripTrailing());
  }

  private static BitSet places(int place) {
    BitSet places = new BitSet();
    places.set(place);
    return places;
  }
}
