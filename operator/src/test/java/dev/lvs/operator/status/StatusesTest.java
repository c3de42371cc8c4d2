package dev.lvs.operator.status;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lvs.api.v1alpha1.AddressPool;
import dev.lvs.api.v1alpha1.AddressPoolSpec;
import dev.lvs.api.v1alpha1.AddressUse;
import dev.lvs.api.v1alpha1.Allocation;
import dev.lvs.api.v1alpha1.DirectorGroupStatus;
import dev.lvs.api.v1alpha1.DirectorNode;
import dev.lvs.api.v1alpha1.FamilyUsage;
import dev.lvs.api.v1alpha1.Maintenance;
import dev.lvs.api.v1alpha1.MaintenanceMode;
import dev.lvs.api.v1alpha1.MarkUse;
import dev.lvs.api.v1alpha1.NamespaceUse;
import dev.lvs.api.v1alpha1.RealServerSpec;
import dev.lvs.api.v1alpha1.RealServerStatus;
import dev.lvs.api.v1alpha1.ResourceName;
import dev.lvs.compile.Compilation.PoolFacts;
import dev.lvs.compile.Compilation.ServerFacts;
import dev.lvs.compile.Compilation.ServerState;
import dev.lvs.operator.status.facts.Facts;
import dev.lvs.operator.status.node.NodeReport;
import dev.lvs.operator.status.node.Trouble;
import dev.lvs.verdict.Row;
import io.fabric8.kubernetes.api.model.Condition;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The statuses of the kinds beside VirtualService. */
class StatusesTest {
  private static final ResourceName SERVER = new ResourceName("RealServer", "shop", "web-1");

  private final MutableClock clock = new MutableClock();

  @Test
  void aRealServerSaysWhomItServes() {
    RealServerStatus status = server(null, 1, ServerState.IN_USE, List.of("api", "web"));

    assertThat(status.addresses()).containsExactly("198.51.100.21");
    assertThat(status.serviceCount()).isEqualTo(2);
    assertThat(status.state()).isEqualTo("InUse");
    assertThat(said(status.conditions()))
        .isEqualTo(
            """
            Accepted=True Accepted: The spec is in force.
            Ready=True Ready: Serves api and web.\
            """);
  }

  @Test
  void aRealServerThatNobodyChoosesIsNoMistake() {
    RealServerStatus status = server(null, 1, ServerState.UNUSED, List.of());

    assertThat(status.state()).isEqualTo("Unused");
    assertThat(said(status.conditions())).contains("Ready=Unknown Unused: No VirtualService");
  }

  @Test
  void aRealServerThatIsDrainedSaysWhy() {
    Maintenance drain = new Maintenance(MaintenanceMode.DRAIN, "new disk", null);

    RealServerStatus status = server(drain, 1, ServerState.DRAINING, List.of("web"));

    assertThat(status.state()).isEqualTo("Draining");
    assertThat(said(status.conditions()))
        .contains("Ready=False Draining: It takes no new connections (new disk).");
  }

  @Test
  void aRealServerOfWeightZeroIsNotReady() {
    RealServerStatus status = server(null, 0, ServerState.DRAINING, List.of("web"));

    assertThat(said(status.conditions())).contains("Ready=False WeightZero");
  }

  @Test
  void aGroupSaysWhatEachDirectorLacks() {
    Map<String, NodeReport> reports =
        Map.of(
            "edge-1",
            report("edge-1", true, Optional.of("The kernel has no IPVS.")),
            "edge-2",
            report("edge-2", true, Optional.empty()),
            "edge-3",
            report("edge-3", false, Optional.empty()));

    DirectorGroupStatus status = group(reports, "edge-1", "edge-2", "edge-3", "edge-4");

    assertThat(status.nodeCount()).isEqualTo(4);
    assertThat(status.nodes())
        .containsExactly(
            new DirectorNode("edge-1", 2, "The kernel has no IPVS."),
            new DirectorNode("edge-2", 2, null),
            new DirectorNode("edge-3", 2, "its agent has not reported yet"),
            new DirectorNode("edge-4", 2, null));
    assertThat(said(status.conditions()))
        .contains(
            "Ready=True SomeDirectorsNotReady: Not ready: edge-1 (The kernel has no IPVS.) and"
                + " edge-3 (its agent has not reported yet).");
  }

  @Test
  void aGroupWithoutANodeIsNotReady() {
    assertThat(said(group(Map.of()).conditions())).contains("Ready=False NoDirector: No node");
  }

  @Test
  void aPoolCountsEachAddressOnceInBothFamilies() {
    AddressPool pool = new AddressPool();
    pool.setSpec(
        new AddressPoolSpec(
            List.of("192.0.2.0/30", "192.0.2.2-192.0.2.9", "2001:db8::/48"),
            AddressUse.VIP,
            null,
            true,
            List.of(),
            null,
            null,
            false));
    List<Allocation> used =
        List.of(
            new Allocation("192.0.2.1", "VirtualService shop/api"),
            new Allocation("192.0.2.1", "VirtualService shop/web"),
            new Allocation("2001:db8::1", "VirtualService shop/web"));

    var status =
        new AddressPoolStatuses(clock)
            .next(
                pool,
                new Facts.OfPool(
                    1,
                    List.of(),
                    new PoolFacts(
                        new ResourceName("AddressPool", "", "public"),
                        used,
                        List.of(new MarkUse(17L, "VirtualService shop/ftp")),
                        IntStream.range(0, 102)
                            .mapToObj(i -> new NamespaceUse("n" + i, 102L - i, null))
                            .toList())));

    assertThat(status.usage())
        .containsExactly(
            new FamilyUsage("IPv4", "10", "1", "9"),
            new FamilyUsage("IPv6", "1208925819614629174706176", "1", "1208925819614629174706175"));
    assertThat(status.allocations()).isEqualTo(used);
    assertThat(status.firewallMarks()).containsExactly(new MarkUse(17L, "VirtualService shop/ftp"));
    assertThat(status.namespaces()).hasSize(100).endsWith(new NamespaceUse("n99", 3L, null));
    assertThat(status.moreNamespaces()).isEqualTo(2);
  }

  /** No agent runs on a real server of NAT: only Kubernetes knows of its node. */
  @Test
  @Row("silent-node-unknown")
  void aRealServerOnANodeThatIsNotReadyIsUnknownUnlessItIsChecked() {
    ServerFacts facts =
        new ServerFacts(
            SERVER, List.of("198.51.100.21"), List.of("web"), ServerState.IN_USE, Optional.empty());
    for (boolean checked : List.of(false, true)) {
      var use =
          new Facts.Use(new ResourceName("VirtualService", "shop", "web"), List.of(), checked);

      RealServerStatus status =
          new RealServerStatuses(clock)
              .next(
                  null,
                  new RealServerSpec("198.51.100.21", null, null, 1, null, null, null, null, null),
                  new Facts.OfServer(
                      1,
                      List.of(),
                      facts,
                      Collections.emptySortedSet(),
                      List.of(use),
                      List.of(),
                      Optional.of("worker-1")),
                  Map.of())
              .status();

      if (!checked) {
        assertThat(status.state()).isEqualTo("Unknown");
        assertThat(status.conditions().getLast().getReason()).isEqualTo("NodeNotReady");
        assertThat(status.conditions().getLast().getMessage()).contains("worker-1 is not ready");
      } else {
        assertThat(status.conditions().getLast().getReason()).isNotEqualTo("NodeNotReady");
      }
    }
  }

  private RealServerStatus server(
      @Nullable Maintenance maintenance, int weight, ServerState state, List<String> services) {
    RealServerSpec spec =
        new RealServerSpec(
            "198.51.100.21", null, null, weight, null, null, null, null, maintenance);
    ServerFacts facts =
        new ServerFacts(
            SERVER, List.of("198.51.100.21"), services, state, Optional.ofNullable(maintenance));
    return new RealServerStatuses(clock)
        .next(
            null,
            spec,
            new Facts.OfServer(1, List.of(), facts, Collections.emptySortedSet()),
            Map.of())
        .status();
  }

  private static NodeReport report(String node, boolean reporting, Optional<String> trouble) {
    return new NodeReport(
        node,
        reporting,
        reporting ? 3 : 0,
        trouble.map(message -> new Trouble(Trouble.NODE_NOT_READY, message)),
        Map.of());
  }

  private DirectorGroupStatus group(Map<String, NodeReport> reports, String... nodes) {
    TreeMap<String, Integer> services = new TreeMap<>();
    List.of(nodes).forEach(node -> services.put(node, 2));
    return new DirectorGroupStatuses(clock)
        .next(
            null,
            "DirectorGroup edge",
            new Facts.OfGroup(1, List.of(), services),
            reports,
            Optional.empty());
  }

  private static String said(List<Condition> conditions) {
    return conditions.stream()
        .map(
            it ->
                it.getType() + "=" + it.getStatus() + " " + it.getReason() + ": " + it.getMessage())
        .collect(Collectors.joining("\n"));
  }
}
