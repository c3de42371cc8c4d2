package dev.lvs.scenario;

import static dev.lvs.lab.Lab.pass;
import static dev.lvs.scenario.FencedDirector.GROUP;
import static dev.lvs.scenario.FencedDirector.VIP;
import static dev.lvs.scenario.FencedDirector.VIP6;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lvs.agent.fence.Fence;
import dev.lvs.agent.fence.FenceAnswer.Done;
import dev.lvs.agent.fence.FenceAnswer.Expired;
import dev.lvs.agent.fence.FenceShape;
import dev.lvs.agent.fence.GateState;
import dev.lvs.agent.fence.Slot;
import dev.lvs.lab.traffic.Asking;
import dev.lvs.lab.traffic.FrameSocket;
import dev.lvs.lab.traffic.Sniffer;
import dev.lvs.lab.traffic.Sniffer.Sighting;
import dev.lvs.lab.traffic.Sniffer.Sign;
import dev.lvs.net.IpAddress;
import dev.lvs.scenario.FencedDirector.Kind;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The fence before packets: what a client hears of addresses that a director is not to hold. */
@Tag("kernel")
class FenceIT {
  private static final Duration TOKEN = Duration.ofMillis(1500);
  private static final Duration LONG = Duration.ofSeconds(60);
  private static final Duration LATENESS = Duration.ofMillis(500);
  private static final List<Long> NONE = List.of(0L, 0L, 0L);

  @ParameterizedTest
  @EnumSource(Kind.class)
  void shutsBothWaysWhenTheTokenRunsOut(Kind kind) {
    try (FencedDirector director = new FencedDirector(kind).shut()) {
      long shut = System.nanoTime();
      pass(Duration.ofMillis(300));
      director.announce();
      assertThat(director.gate().arm(Slot.A, TOKEN)).isEqualTo(new Done());
      final long armed = System.nanoTime();
      pass(Duration.ofMillis(300));
      assertThat(director.signs(shut)).as("armed is not open").isEqualTo(NONE);

      assertThat(director.gate().commit(Slot.A)).isEqualTo(new Done());
      pass(TOKEN.plus(LATENESS));

      List<Sighting> seen = director.sniffer().seen();
      assertThat(director.signs(shut)).allMatch(count -> count > 3);
      assertThat(seen.stream().map(Sighting::address).collect(Collectors.toSet()))
          .isEqualTo(Set.of(VIP, VIP6));
      long end = armed + TOKEN.plus(LATENESS).toNanos();
      assertThat(seen.getLast().nanoTime()).as("the last sign").isLessThan(end);
      director.announce();
      pass(Duration.ofMillis(300));
      assertThat(director.signs(end)).isEqualTo(NONE);
      assertThat(director.sniffer().two()).isEmpty();

      assertThat(director.fence().remove()).isEqualTo(new Done());
      pass(Duration.ofMillis(300));
      assertThat(director.signs(end)).as("without a fence").allMatch(count -> count > 3);
    }
  }

  @Test
  void opensNothingByALateCommitOrALateExtension() {
    try (FencedDirector director = new FencedDirector(Kind.VETH).shut()) {
      long start = System.nanoTime();
      director.gate().arm(Slot.A, Duration.ofMillis(300));
      pass(Duration.ofMillis(500));

      assertThat(director.gate().commit(Slot.A)).isEqualTo(new Done());
      assertThat(director.gate().extend(LONG)).isEqualTo(new Expired());
      pass(Duration.ofMillis(300));

      assertThat(director.signs(start)).isEqualTo(NONE);
      assertThat(director.gate().arm(Slot.B, LONG)).isEqualTo(new Done());
      assertThat(director.gate().commit(Slot.B)).isEqualTo(new Done());
      pass(Duration.ofMillis(300));
      assertThat(director.signs(start)).as("in time").allMatch(count -> count > 3);
    }
  }

  @Test
  void losesNothingByRenewalsExtensionsAndChangesOfItsShape() {
    try (FencedDirector director = new FencedDirector(Kind.VETH).shut().open(LONG)) {
      director.director().ip("link add more type veth peer name other");
      Sniffer sniffer = director.sniffer();
      sniffer.listen();
      pass(Duration.ofSeconds(1));
      long start = System.nanoTime();
      long before = sniffer.asked();
      sniffer.ask();
      Slot slot = Slot.A;
      for (int i = 0; i < 10; i++) {
        slot = slot.other();
        assertThat(director.gate().arm(slot, LONG)).isEqualTo(new Done());
        pass(Duration.ofMillis(50));
        assertThat(director.gate().commit(slot)).isEqualTo(new Done());
        assertThat(director.gate().extend(LONG)).isEqualTo(new Done());
        IpAddress more = IpAddress.ipv4(0x0a01dc80 + i);
        assertThat(
                director
                    .fence()
                    .shape(
                        new FenceShape(
                            Map.of(GROUP, Set.of(VIP, VIP6, more)),
                            i % 2 == 0 ? Set.of("e0", "more") : Set.of("e0"))))
            .isEqualTo(new Done());
        pass(Duration.ofMillis(50));
      }
      sniffer.listen();
      pass(Duration.ofSeconds(1));

      long asked = sniffer.asked() - before;
      assertThat(asked).isGreaterThan(10);
      assertThat(sniffer.count(Sign.ECHO, start)).as("one from each VIP").isEqualTo(2 * asked);
      // the director's own questions name a VIP as well
      assertThat(sniffer.count(Sign.ARP, start)).isGreaterThanOrEqualTo(asked);
      assertThat(sniffer.count(Sign.DISCOVERY, start)).isGreaterThanOrEqualTo(asked);
    }
  }

  /** What a process does that slept between its decision and the call, and the kernel by itself. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void letsNobodyAnnounceWhatIsNotHeld(boolean bypassing) throws IOException {
    try (FencedDirector director = new FencedDirector(Kind.VETH).shut();
        FrameSocket bypass = director.bypassing()) {
      director.sniffer().listen();
      pass(Duration.ofMillis(100));
      director.director().sysctl("net/ipv4/conf/all/arp_announce", "0");
      long start = System.nanoTime();

      announceInEveryWay(director, bypassing ? bypass : null);
      assertThat(director.signs(start)).isEqualTo(NONE);

      director.open(LONG);
      announceInEveryWay(director, bypassing ? bypass : null);
      assertThat(director.signs(start).subList(0, 2)).as("open").allMatch(count -> count > 0);
    }
  }

  private static void announceInEveryWay(FencedDirector director, @Nullable FrameSocket bypass) {
    if (bypass != null) {
      director.announce(bypass);
    } else {
      director.announce();
      // the kernel asks for a neighbour from the address that the packet has
      director.director().ip("neigh flush all");
      director.director().inside(() -> Asking.from(VIP, "10.1.220.99"));
      director.director().inside(() -> Asking.from(VIP6, "2001:db8:220::99"));
    }
    pass(Duration.ofMillis(400));
  }

  @Test
  void keepsItsBeatWhileOthersLoadTheKernel() {
    try (FencedDirector director = new FencedDirector(Kind.VETH).shut()) {
      beat(director, "nobody does anything", () -> pass(Duration.ofSeconds(1)));
      beat(
          director,
          "another table gets 65,536 elements at once",
          () -> {
            String elements =
                IntStream.range(0, 65_536)
                    .mapToObj(n -> "10.9.%d.%d".formatted(n >> 8, n & 255))
                    .collect(Collectors.joining(", "));
            director
                .director()
                .feed(
                    "table ip other { set big { type ipv4_addr; elements = { %s }; }; }"
                        .formatted(elements),
                    "nft",
                    "-f",
                    "-");
          });
      beat(
          director,
          "20,000 destinations are loaded",
          () -> {
            StringBuilder lines = new StringBuilder();
            for (int n = 0; n < 20_000; n++) {
              // of each service the kernel looks through all destinations before it adds one
              String service = "-t 10.1.210.59:" + (1000 + n / 500);
              lines.append(n % 500 == 0 ? "-A " + service + " -s wrr\n" : "");
              lines.append(
                  "-a %s -r 10.%d.%d.%d:80 -m -w 1%n"
                      .formatted(service, 64 + (n >> 16), n >> 8 & 255, n & 255));
            }
            director.director().ipvsadm(lines.toString());
          });
    }
  }

  /** Renews as the lease engine does while something else goes on, and says how long it took. */
  private static void beat(FencedDirector director, String what, Runnable work) {
    director.open(LONG);
    pass(Duration.ofMillis(200));
    long start = System.nanoTime();
    CompletableFuture<Void> working = CompletableFuture.runAsync(work);
    Slot slot = Slot.A;
    long slowest = 0;
    int renewals = 0;
    while (!working.isDone()) {
      slot = slot.other();
      long before = System.nanoTime();
      assertThat(director.gate().arm(slot, Duration.ofMillis(5250))).isEqualTo(new Done());
      assertThat(director.gate().commit(slot)).isEqualTo(new Done());
      slowest = Math.max(slowest, System.nanoTime() - before);
      renewals++;
      pass(Duration.ofMillis(50));
    }
    working.join();
    long end = System.nanoTime();
    System.out.printf(
        "fence: %s: %d renewals in %d ms, the slowest %d ms, longest gap between answers %d ms%n",
        what,
        renewals,
        Duration.ofNanos(end - start).toMillis(),
        Duration.ofNanos(slowest).toMillis(),
        director.sniffer().longestGap(start, end).toMillis());
    assertThat(director.fence().look().gates().get(GROUP)).matches(GateState::isOpen);
    assertThat(director.gate().close()).isEqualTo(new Done());
  }

  @Test
  void isATableThatPeopleCanRead() {
    try (FencedDirector director = new FencedDirector(Kind.VETH).shut().open(LONG)) {
      assertThat(director.gate().arm(Slot.B, LONG)).isEqualTo(new Done());

      String listed = director.director().run("nft", "-s", "list", "table", "netdev", "lvs_fence");

      assertThat(listed)
          .isEqualTo(
              """
              table netdev lvs_fence {
              	comment "lvs-operator: addresses that move between directors"
              	map in4 {
              		type ipv4_addr : verdict
              		elements = { 10.1.220.58 : jump in_edge-0 }
              	}

              	map out4 {
              		type ipv4_addr : verdict
              		elements = { 10.1.220.58 : jump out_edge-0 }
              	}

              	map in6 {
              		type ipv6_addr : verdict
              		elements = { 2001:db8:220::58 : jump in_edge-0 }
              	}

              	map out6 {
              		type ipv6_addr : verdict
              		elements = { 2001:db8:220::58 : jump out_edge-0 }
              	}

              	set tok_edge-0_aa_a {
              		type iface_type
              		flags timeout
              		elements = { ether timeout 1m }
              	}

              	set tok_edge-0_aa_b {
              		type iface_type
              		flags timeout
              		elements = { ether timeout 1m }
              	}

              	chain in_edge-0 {
              		meta iiftype @tok_edge-0_aa_a return
              		drop
              	}

              	chain out_edge-0 {
              		meta oiftype @tok_edge-0_aa_a return
              		drop
              	}

              	chain egress_e0 {
              		type filter hook egress device "e0" priority -400; policy accept;
              		arp saddr ip vmap @out4
              		icmpv6 type nd-neighbor-advert @th,64,128 vmap @out6
              		icmpv6 type nd-neighbor-solicit ip6 saddr vmap @out6
              	}

              	chain ingress_e0 {
              		type filter hook ingress device "e0" priority -400; policy accept;
              		ip daddr vmap @in4
              		arp daddr ip vmap @in4
              		ip6 daddr vmap @in6
              		icmpv6 type nd-neighbor-solicit @th,64,128 vmap @in6
              	}
              }""");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "delete table netdev lvs_fence",
        "flush table netdev lvs_fence",
        "flush ruleset",
        "flush chain netdev lvs_fence in_edge-0",
        "insert rule netdev lvs_fence out_edge-0 accept",
        "insert rule netdev lvs_fence egress_e0 accept",
        "delete element netdev lvs_fence in4 { 10.1.220.58 }",
        "add chain netdev lvs_fence mine",
        "delete chain netdev lvs_fence ingress_e0"
      })
  void isMendedWhateverSomebodyDoesToIt(String tampering) {
    try (FencedDirector director = new FencedDirector(Kind.VETH).shut().open(LONG)) {
      Fence fence = director.fence();
      assertThat(fence.look().damage()).isEmpty();
      director.director().run("nft", tampering);

      assertThat(fence.look().damage()).isPresent();
      assertThat(fence.shape(director.shape())).isEqualTo(new Done());

      assertThat(fence.look().damage()).isEmpty();
      pass(Duration.ofMillis(100));
      long mended = System.nanoTime();
      boolean open = fence.look().gates().getOrDefault(GROUP, GateState.SHUT).isOpen();
      pass(Duration.ofMillis(300));
      assertThat(director.signs(mended).equals(NONE)).isEqualTo(!open);
      assertThat(director.gate().close()).isEqualTo(new Done());
      pass(Duration.ofMillis(100));
      long closed = System.nanoTime();
      pass(Duration.ofMillis(200));
      assertThat(director.signs(closed)).isEqualTo(NONE);
    }
  }

  @Test
  void leavesATableOfSomebodyElseAlone() {
    try (FencedDirector director = new FencedDirector(Kind.VETH)) {
      director.director().run("nft", "add table netdev lvs_fence { comment \"mine\"; }");
      String before = director.director().run("nft", "list", "ruleset");

      assertThat(director.fence().shape(director.shape()).toString())
          .contains("was not made by lvs-operator", "nft delete table netdev lvs_fence");
      assertThat(director.fence().remove()).isEqualTo(new Done());

      assertThat(director.director().run("nft", "list", "ruleset")).isEqualTo(before);
    }
  }
}
