package dev.lvs.tool.convert;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lvs.agent.model.KernelState;
import dev.lvs.agent.model.NodeFacts;
import dev.lvs.agent.model.NodeFacts.Conf;
import dev.lvs.agent.model.NodeFacts.Interface;
import dev.lvs.agent.model.NodeFacts.Routing;
import dev.lvs.agent.model.Vip;
import dev.lvs.agent.plan.Planner;
import dev.lvs.api.v1alpha1.NodePlanSpec;
import dev.lvs.compile.Compiler;
import dev.lvs.compile.resolve.Resolver;
import dev.lvs.ipvs.ServiceKey;
import dev.lvs.ipvs.ServiceKey.AddressKey;
import dev.lvs.manifest.ManifestFile;
import dev.lvs.manifest.ManifestReader;
import dev.lvs.net.IpAddress;
import dev.lvs.tool.convert.manifest.ConversionOptions;
import dev.lvs.tool.convert.table.RunningTable;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Manifests made of a table, which program that table. */
class ConversionRoundTripTest {
  private static final ConversionOptions OPTIONS =
      new ConversionOptions("shop", "old-", "edge", List.of("edge-1"));

  private static final NodeFacts NODE =
      new NodeFacts(
          "6.12.0",
          Optional.of("1.2.1"),
          Set.of(),
          List.of(
              new Interface("e0", 2, true, List.of(), Conf.USUAL, false, 1500),
              new Interface("dummy0", 3, false, List.of(), Conf.USUAL, false, 1500)),
          Conf.USUAL,
          Routing.NONE);

  @Property(tries = 150)
  void programsTheTableAndHoldsTheVips(@ForAll("tables") KernelState table) {
    Conversion exported = Converter.convert(RunningTable.of(table), OPTIONS);

    KernelState again = programmed(exported);

    assertThat(exported.notices()).isEmpty();
    assertThat(again.services()).isEqualTo(table.services());
    assertThat(again.vips()).isEqualTo(usedVips(table));
  }

  @Property(tries = 150)
  void tellsWhateverItDoesNotProgram(@ForAll("everything") KernelState table) {
    Conversion exported = Converter.convert(RunningTable.of(table), OPTIONS);

    Map<ServiceKey, Object> again = new HashMap<>(programmed(exported).services());

    Set<String> told =
        exported.notices().stream()
            .map(notice -> notice.origin().subject())
            .collect(Collectors.toSet());
    table
        .services()
        .forEach(
            (key, server) -> {
              if (!told.contains(key.toString())) {
                assertThat(again.remove(key)).isEqualTo(server);
              }
            });
    again.keySet().removeIf(key -> told.contains(key.toString()));
    assertThat(again).isEmpty();
  }

  @Provide
  Arbitrary<KernelState> tables() {
    return Arbitraries.randomValue(random -> new Tables(random, false).state());
  }

  @Provide
  Arbitrary<KernelState> everything() {
    return Arbitraries.randomValue(random -> new Tables(random, true).state());
  }

  private static KernelState programmed(Conversion conversion) {
    var manifests =
        ManifestReader.read(List.of(new ManifestFile("export.yaml", conversion.text())));
    assertThat(manifests.problems()).isEmpty();
    List<NodePlanSpec> plans =
        Compiler.compile(Resolver.resolve(manifests.input().localChecks(true)), List.of()).plans();
    return plans.isEmpty() ? KernelState.EMPTY : Planner.plan(plans.getFirst(), NODE).state();
  }

  private static Set<Vip> usedVips(KernelState table) {
    Set<IpAddress> used = new HashSet<>();
    for (ServiceKey key : table.services().keySet()) {
      if (key instanceof AddressKey address) {
        used.add(address.address());
      }
    }
    // one address on two interfaces is held on the first of them
    Map<IpAddress, Vip> held = new HashMap<>();
    table.vips().stream()
        .filter(vip -> used.contains(vip.address()))
        .forEach(vip -> held.putIfAbsent(vip.address(), vip));
    return Set.copyOf(held.values());
  }
}
