package dev.lvs.compile.place;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lvs.api.v1alpha1.NodePlanSpec;
import dev.lvs.api.v1alpha1.PlannedLease;
import dev.lvs.compile.Compiler;
import dev.lvs.compile.World;
import dev.lvs.compile.resolve.Resolver;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Directors that may take several groups, each of which goes to one of them. */
class DirectorOrdersTest {
  private final World world =
      new World()
          .with("AddressPool", "front", "{spec: {addresses: [192.0.2.0/28]}}")
          .with("RealServer", "web-1", "{spec: {address: 198.51.100.1}}");
  private int groups;

  @Test
  void eachDirectorIsTheFirstOfAsManyGroups() {
    directors(2);
    group("preferred: []");
    group("preferred: []");

    assertThat(orders()).containsExactly("edge-1 edge-2", "edge-2 edge-1");
  }

  /** Where one is lost, its groups go to different ones. */
  @Test
  void theGroupsOfOneDirectorHaveDifferentSecondOnes() {
    directors(3);
    for (int n = 0; n < 6; n++) {
      group("preferred: []");
    }

    assertThat(orders().stream().map(order -> order.substring(0, 13)))
        .containsExactlyInAnyOrder(
            "edge-1 edge-2",
            "edge-1 edge-3",
            "edge-2 edge-1",
            "edge-2 edge-3",
            "edge-3 edge-1",
            "edge-3 edge-2");
  }

  @Test
  void aPreferredDirectorComesFirstAndCountsForTheOthers() {
    directors(2);
    group("preferred: [{node: edge-1, weight: 5}]");
    group("preferred: [{node: edge-1, weight: 5}]");
    group("preferred: []");
    group("preferred: []");

    assertThat(orders())
        .containsExactly("edge-1 edge-2", "edge-1 edge-2", "edge-2 edge-1", "edge-2 edge-1");
  }

  private void directors(int count) {
    for (int n = 1; n <= count; n++) {
      world.with(
          "Node",
          "edge-" + n,
          "{metadata: {labels: {role: director}}, status: {addresses: [{type: InternalIP, address: 192.0.2.%d}]}}"
              .formatted(100 + n));
    }
  }

  private void group(String preferred) {
    String name = "group-" + groups++;
    world
        .with(
            "DirectorGroup",
            name,
            "{spec: {nodeSelector: {matchLabels: {role: director}}, vipInterface: eth1, announcement: {mode: lease, %s}}}"
                .formatted(preferred))
        .with(
            "VirtualService",
            name,
            "{spec: {addresses: [192.0.2.%d], ports: [{port: 80}], directorGroup: %s, forwarding: {method: NAT}, realServers: {names: [web-1]}}}"
                .formatted(groups, name));
  }

  /** The directors of each group in their order. */
  private List<String> orders() {
    Map<String, Map<Integer, String>> byLease = new HashMap<>();
    for (NodePlanSpec plan : Compiler.compile(Resolver.resolve(world.input()), List.of()).plans()) {
      plan.director().vips().stream()
          .map(vip -> Objects.requireNonNull(vip.lease()))
          .forEach(
              (PlannedLease lease) ->
                  byLease
                      .computeIfAbsent(lease.name(), _ -> new HashMap<>())
                      .put(lease.rank(), plan.nodeName()));
    }
    List<String> orders = new ArrayList<>();
    byLease.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .forEach(
            entry ->
                orders.add(
                    String.join(
                        " ",
                        entry.getValue().entrySet().stream()
                            .sorted(Comparator.comparing(Map.Entry::getKey))
                            .map(Map.Entry::getValue)
                            .toList())));
    return orders;
  }
}
