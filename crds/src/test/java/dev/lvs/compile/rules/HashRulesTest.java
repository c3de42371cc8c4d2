package dev.lvs.compile.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lvs.compile.Compiler;
import dev.lvs.compile.World;
import dev.lvs.compile.resolve.Resolver;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class HashRulesTest {
  @Test
  void saysNothingWhileEachRealServerHasTenPlaces() {
    assertThat(problems("mh", 409)).isEmpty();
  }

  @Test
  void warnsAboutUnevenShares() {
    assertThat(problems("mh", 410))
        .containsExactly(
            "NOTED VirtualService shop/web: spec.scheduler: TooManyRealServers: The table of mh has"
                + " 4093 places, fewer than ten for each of 410 real servers, whose shares come out"
                + " uneven; use fewer, or another scheduler.");
    assertThat(problems("mh", 4093)).hasSize(1).first().asString().startsWith("NOTED");
  }

  @Test
  void refusesWhatTheTableHasNoPlaceFor() {
    assertThat(problems("mh", 4094))
        .containsExactly(
            "REFUSED VirtualService shop/web: spec.scheduler: TooManyRealServers: The table of mh"
                + " has 4093 places, which is too few for 4094 real servers; use fewer, or another"
                + " scheduler.");
  }

  @Test
  void othersTakeAsManyAsThereAre() {
    assertThat(problems("wlc", 4094)).isEmpty();
  }

  private static List<String> problems(String scheduler, int realServers) {
    String inline =
        IntStream.range(0, realServers)
            .mapToObj(n -> "{address: 10.0.%d.%d}".formatted(n / 250, n % 250 + 1))
            .collect(Collectors.joining(", "));
    World world =
        new World()
            .with("DirectorGroup", "default", "{spec: {nodeSelector: {}}}")
            .with("AddressPool", "front", "{spec: {addresses: [192.0.2.0/28]}}")
            .with(
                "Node",
                "director",
                "{status: {addresses: [{type: InternalIP, address: 192.0.2.101}]}}")
            .with(
                "VirtualService",
                "web",
                """
                spec:
                  addresses: [192.0.2.10]
                  ports: [{port: 80}]
                  scheduler: %s
                  forwarding: {method: NAT}
                  realServers: {inline: [%s]}
                """
                    .formatted(scheduler, inline));
    return Compiler.compile(Resolver.resolve(world.input()), List.of()).problems().stream()
        .map(problem -> problem.consequence() + " " + problem)
        .toList();
  }
}
