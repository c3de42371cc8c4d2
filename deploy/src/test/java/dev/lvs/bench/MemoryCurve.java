package dev.lvs.bench;

import static dev.lvs.bench.Result.Bound.AT_MOST;

import dev.lvs.deploy.ApiLink;
import dev.lvs.lab.AgentProcess;
import dev.lvs.lab.Host;
import dev.lvs.lab.Lab;
import dev.lvs.lab.Machine;
import dev.lvs.lab.ScratchFolder;
import dev.lvs.lab.Topology;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Measures the memory of the agent, as it is packaged, with tables from next to nothing upwards.
 */
final class MemoryCurve {
  static final Size IDLE = new Size(1, 1, "rr");

  /** Address of the 127.0.0.1 outside of the guest, by slirp. */
  private static final String OUTSIDE = "10.0.2.2";

  private static final String ADDRESS = "10.1.210.51";

  private final Result result;

  MemoryCurve(Result result) {
    this.result = result;
  }

  /** With a folder of manifests as the agent's source. */
  void ofDirectoryMode() throws Exception {
    header("Memory of the agent in directory mode");
    weighWithManifests(new BenchTable(IDLE), 64);
    weighWithManifests(new BenchTable(Size.LARGE), 80);
    weighWithManifests(new BenchTable(Size.LARGE, TableShape.DIFFERENT), 96);
  }

  /**
   * With the API server as the agent's source, as in its pod.
   *
   * @param folder has the service account of each agent, a folder named after its node
   * @param port of the API server outside of the guest
   */
  void withApiClient(Path folder, int port) throws Exception {
    header("Memory of the agent with the API client");
    weighWithApiServer(IDLE, 96, folder.resolve(ApiMemory.IDLE), port);
    weighWithApiServer(Size.LARGE, 128, folder.resolve(ApiMemory.BUSY), port);
  }

  private void header(String title) throws IOException {
    result.title("%s", title);
    result.header("destinations", "resident MiB", "of it anonymous", "highest so far");
  }

  private void weighWithManifests(BenchTable table, int limit) throws Exception {
    try (Lab lab = lab(BenchTable.NODE);
        ScratchFolder folder = ScratchFolder.named("lvs-bench-memory")) {
      Host host = lab.host(BenchTable.NODE);
      Path manifests = Files.createDirectory(folder.path().resolve("manifests"));
      Files.writeString(manifests.resolve("all.yaml"), table.manifests());
      try (AgentProcess agent = AgentProcess.run(host, manifests, folder.path())) {
        String mode =
            "directory mode" + (table.shape() == TableShape.DIFFERENT ? ", all different" : "");
        weigh(mode, table.size(), limit, agent, host);
      }
    }
  }

  private void weighWithApiServer(Size size, int limit, Path account, int port) throws Exception {
    String node = account.getFileName().toString();
    try (Lab lab = lab(node);
        ScratchFolder state = ScratchFolder.named("lvs-bench-memory")) {
      Host host = lab.host(node);
      ServerSocket near =
          host.inside(() -> new ServerSocket(port, 50, InetAddress.ofLiteral("127.0.0.1")));
      InetSocketAddress far = new InetSocketAddress(InetAddress.ofLiteral(OUTSIDE), port);
      try (ApiLink _ = new ApiLink(near, far);
          AgentProcess agent = AgentProcess.inPod(host, account, port, state.path())) {
        weigh("API client", size, limit, agent, host);
      }
    }
  }

  private void weigh(String mode, Size size, int limit, AgentProcess agent, Host host)
      throws Exception {
    String goal = goal(mode, size);
    Optional<Resident> resident = Resident.awaitedOf(agent, host, size.objects());
    List<String> row = new ArrayList<>(List.of(destinations(size)));
    if (resident.isPresent()) {
      row.addAll(resident.get().cells());
      result.goal(goal, AT_MOST, limit, resident.get().mebibytes(), row.get(1));
    } else {
      String end = agent.log().lines().reduce("it said nothing", (_, line) -> line);
      row.addAll(List.of("-", "-", "-"));
      result.goal(goal, AT_MOST, limit, Double.POSITIVE_INFINITY, "does not hold it: " + end);
    }
    result.row(row.toArray(String[]::new));
  }

  private static String goal(String mode, Size size) {
    return "memory, %s, %s destinations, MiB".formatted(mode, destinations(size));
  }

  private static String destinations(Size size) {
    return String.format(Locale.ROOT, "%,d", size.allDestinations());
  }

  private static Lab lab(String node) {
    return Lab.of(Topology.of(Machine.named(node, ADDRESS).via("10.1.210.1")));
  }
}
