package dev.lvs.agent.kernel;

import static dev.lvs.agent.kernel.Samples.ROUND_ROBIN;
import static dev.lvs.agent.kernel.Samples.add;
import static dev.lvs.agent.kernel.Samples.weight;
import static dev.lvs.agent.kernel.WatchContract.destination;
import static dev.lvs.agent.kernel.WatchContract.service;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lvs.agent.kernel.ipvs.IpvsChange.DeleteService;
import dev.lvs.agent.kernel.ipvs.IpvsChange.EditDestination;
import dev.lvs.agent.kernel.ipvs.IpvsChange.EditService;
import dev.lvs.agent.kernel.ipvs.TableWatch;
import dev.lvs.agent.model.ipvs.VirtualServer;
import dev.lvs.agent.object.Change;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Looks at a large IPVS table by /proc/net/ip_vs, on a fake kernel. */
class TableWatchTest {
  private static final int SERVICES = 100;

  /** Few enough that the file is looked at. */
  private static final int DESTINATIONS = TableWatch.LARGE;

  private TestNode node;
  private Path file;

  @BeforeEach
  void fillTheTable(@TempDir Path directory) throws IOException {
    FakeNode fake = new FakeNode(directory);
    node = TestNode.of(_ -> fake.open(), directory);
    file = directory.resolve("proc/thread-self/net/ip_vs");
    Files.createDirectories(file.getParent());
    fill(SERVICES, DESTINATIONS);
  }

  @AfterEach
  void closeTheNode() {
    node.close();
  }

  @Test
  void seesWithTheNextLookWhatTheFileTellsOf() throws IOException {
    write(SERVICES, 0);
    node.observe();

    for (int i = 0; i < SERVICES; i++) {
      edit(i);
      write(SERVICES, i + 1);

      assertThat(seenAfter(1)).isEqualTo(i + 1);
    }
  }

  @Test
  void waitsForItsTurnWhereTheFileTellsOfNothing() throws IOException {
    write(SERVICES, 0);
    node.observe();
    editAll();

    assertThat(seenAfter(TableWatch.TURNS_WITHOUT_FILE)).isLessThan(SERVICES);
    assertThat(seenAfter(TableWatch.TURNS - TableWatch.TURNS_WITHOUT_FILE)).isEqualTo(SERVICES);
  }

  @Test
  void waitsLessWhereTheFileLacksVirtualServers() throws IOException {
    write(SERVICES - 1, 0);
    node.observe();
    editAll();

    assertThat(seenAfter(TableWatch.TURNS_WITHOUT_FILE)).isEqualTo(SERVICES);
  }

  @Test
  void hasOneObjectForTheSameDestinationsOfManyServices() throws IOException {
    write(SERVICES, 0);

    Collection<VirtualServer> seen = node.observe().services().values();

    VirtualServer first = seen.iterator().next();
    assertThat(seen)
        .hasSize(SERVICES)
        .allSatisfy(
            server -> {
              assertThat(server.destinations()).isSameAs(first.destinations());
              assertThat(server.settings()).isSameAs(first.settings());
            });
  }

  @Test
  void readsLargeVirtualServersNoMoreThanTheirShareAndDoesWithoutTheFile() throws IOException {
    clear();
    fill(3, 200);
    node.observe();
    node.observe();
    edit(0);
    edit(1);
    edit(2);
    write(3, 3);

    assertThat(seenAfter(1)).isLessThan(3);
    assertThat(seenAfter(TableWatch.TURNS_WITHOUT_FILE - 1)).isEqualTo(3);
  }

  @Test
  void readsATableThatHasBecomeSmallWithTheNextLook() {
    clear();
    fill(1, 2000);
    node.observe();
    node.observe();
    node.apply(new DeleteService(service(0)));
    fill(1, 1);
    node.observe();

    edit(0);

    assertThat(seenAfter(1)).isEqualTo(1);
  }

  private void clear() {
    for (int i = 0; i < SERVICES; i++) {
      node.apply(new DeleteService(service(i)));
    }
  }

  private void fill(int services, int destinations) {
    List<Change> table = new ArrayList<>();
    for (int i = 0; i < services; i++) {
      table.add(add(service(i)));
      for (int j = 0; j < destinations; j++) {
        table.add(add(service(i), destination(j)));
      }
    }
    node.apply(table);
  }

  private void editAll() {
    for (int i = 0; i < SERVICES; i++) {
      edit(i);
    }
  }

  /** Changes a weight past the agent. */
  private void edit(int number) {
    try (TestNode other = node.somebodyElse()) {
      other.apply(
          new EditService(service(number), ROUND_ROBIN),
          new EditDestination(service(number), destination(0), weight(5)));
    }
  }

  /** Looks so many times, and says how many of the edited weights the last look shows. */
  private long seenAfter(int looks) {
    for (int i = 1; i < looks; i++) {
      node.observe();
    }
    return node.observe().services().values().stream()
        .filter(server -> weight(5).equals(server.destinations().get(destination(0))))
        .count();
  }

  /** Writes the file as the kernel would, with another weight in the first virtual servers. */
  private void write(int services, int edited) throws IOException {
    StringBuilder text = new StringBuilder("version\nProt\n  -> Remote\n");
    for (int i = 0; i < services; i++) {
      text.append("TCP  C000020A:%04X rr  \n".formatted(1000 + i));
      for (int j = 0; j < DESTINATIONS; j++) {
        int weight = i < edited && j == 0 ? 5 : 1;
        text.append(
            "  -> C63364%02X:0050      Route   %d      0          0\n".formatted(j, weight));
      }
    }
    Files.writeString(file, text);
  }
}
