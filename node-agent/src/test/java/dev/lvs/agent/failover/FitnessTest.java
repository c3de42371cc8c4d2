package dev.lvs.agent.failover;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lvs.api.v1alpha1.LeaseProfile;
import dev.lvs.api.v1alpha1.OnApiOutage;
import dev.lvs.api.v1alpha1.PlannedLease;
import dev.lvs.api.v1alpha1.StandDown;
import dev.lvs.net.IpAddress;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Reasons for which a director may not have the VIPs of a Lease. */
class FitnessTest {
  private static final IpAddress VIP = IpAddress.parse("192.0.2.10");
  private static final IpAddress OTHER = IpAddress.parse("192.0.2.11");
  private static final IpAddress STRANGER = IpAddress.parse("192.0.2.12");
  private static final Standing ALL = new Standing(Set.of(VIP, OTHER), Set.of());

  @Test
  void oneThatServesHasNone() {
    assertThat(Fitness.planned(group(null))).isEmpty();
    assertThat(Fitness.after(group(null), _ -> true, ALL)).isEmpty();
  }

  @Test
  void oneOfItsVipsIsEnough() {
    Standing some = new Standing(Set.of(VIP), Set.of(OTHER));

    assertThat(Fitness.after(group(null), _ -> true, some)).isEmpty();
  }

  @Test
  void aCordonIsOne() {
    Optional<String> why = Fitness.planned(group(StandDown.CORDONED));

    assertThat(why).contains("the node is cordoned, and another director is ready");
    assertThat(Fitness.after(group(StandDown.CORDONED), _ -> true, ALL)).isEqualTo(why);
  }

  @Test
  void aTaintThatTakesItOutOfServiceIsOne() {
    Optional<String> why = Fitness.planned(group(StandDown.OUT_OF_SERVICE));

    assertThat(why).contains("the node has the taint node.kubernetes.io/out-of-service");
    assertThat(Fitness.after(group(StandDown.OUT_OF_SERVICE), _ -> true, ALL)).isEqualTo(why);
  }

  @Test
  void anInterfaceWithoutCarrierIsOne() {
    assertThat(Fitness.after(group(null), _ -> false, ALL))
        .contains("interface eth1 is down or has no carrier");
    assertThat(Fitness.after(group(null), device -> !device.equals("eth2"), ALL))
        .contains("interface eth2 is down or has no carrier");
  }

  @Test
  void aLostQuorumOfAllItsServicesIsOne() {
    Standing none = new Standing(Set.of(STRANGER), Set.of(VIP, OTHER));

    assertThat(Fitness.after(group(null), _ -> true, none))
        .contains("the services on its VIPs have lost their quorum here (whenLost: withdraw)");
  }

  @Test
  void vipsThatAreNotThereAreOneWhateverElseIsWithdrawn() {
    Standing none = new Standing(Set.of(STRANGER), Set.of(VIP));

    assertThat(Fitness.after(group(null), _ -> true, none))
        .contains("none of its VIPs is on its interface, see what the node reports of them");
  }

  private static LeaseGroup group(@Nullable StandDown reason) {
    return new LeaseGroup(
        new TreeMap<>(Map.of(VIP, "eth1", OTHER, "eth2")),
        new PlannedLease("lvs-edge-0", LeaseProfile.STANDARD, OnApiOutage.HOLD, 0, reason));
  }
}
