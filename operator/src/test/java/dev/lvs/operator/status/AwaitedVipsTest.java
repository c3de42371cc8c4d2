package dev.lvs.operator.status;

import static dev.lvs.operator.status.ServedService.PORTS;
import static dev.lvs.operator.status.ServedService.WEB;
import static dev.lvs.operator.status.ServedService.said;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lvs.api.v1alpha1.VipHolder;
import dev.lvs.api.v1alpha1.VirtualServiceStatus;
import dev.lvs.compile.Compilation.AwaitedVip;
import dev.lvs.compile.Compilation.ServiceFacts;
import dev.lvs.operator.status.condition.Verdict;
import dev.lvs.operator.status.facts.Facts;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A service with a VIP that another node may still have. */
class AwaitedVipsTest {
  private static final Instant NOON = Instant.parse("2026-11-30T12:00:00Z");

  private final MutableClock clock = new MutableClock();

  @Test
  void aServiceIsNotReadyWithoutOneOfItsVips() {
    assertThat(said(status(List.of())))
        .contains("Programmed=True Programmed", "Ready=True Ready: 2 of 2 real servers");

    assertThat(said(status(List.of(new AwaitedVip("192.0.2.1", List.of("edge-8", "edge-9"))))))
        .contains(
            "Programmed=True Programmed",
            "Ready=False VipNotLetGo: Nobody announces 192.0.2.1 yet: edge-8 and edge-9 had it");
  }

  /** A Lease says of a director that it has no VIPs when another has it, or nobody. */
  @ParameterizedTest
  @CsvSource({
    "TRUE, Held, edge-2, 2026-11-30T11:59:40Z, true",
    "TRUE, Held, edge-2, 2026-11-30T11:59:50Z, false",
    "TRUE, Held, edge-1, 2026-11-30T11:59:40Z, false",
    "FALSE, NobodyHolds, , , true",
    "FALSE, LeaseExpired, edge-1, 2026-11-30T11:59:40Z, false",
    "UNKNOWN, HolderSilent, edge-2, 2026-11-30T11:59:40Z, false",
    "UNKNOWN, Pending, , , false"
  })
  void aLeaseOfAnotherShowsThatADirectorHasLetGo(
      Verdict.Truth held,
      String reason,
      @Nullable String node,
      @Nullable String since,
      boolean isNot) {
    Optional<VipHolder> holder =
        node == null || since == null
            ? Optional.empty()
            : Optional.of(new VipHolder(node, since, 1));
    GroupHolding holding =
        new GroupHolding(new Verdict(Verdict.HELD, held, reason, "Said."), holder, List.of());

    assertThat(holding.isNotAt("edge-1", NOON)).isEqualTo(isNot);
  }

  private VirtualServiceStatus status(List<AwaitedVip> awaited) {
    Facts.OfService facts =
        new Facts.OfService(
            1,
            List.of(),
            new ServiceFacts(
                WEB, List.of("192.0.2.1"), List.of("edge-1"), 2, 0, Optional.empty(), awaited),
            new TreeMap<>(),
            Optional.empty(),
            PORTS);
    ServedService served = new ServedService(clock);
    return new VirtualServiceStatuses(clock)
        .next(null, facts, Map.of("edge-1", served.done(4)))
        .status();
  }
}
